using System.Globalization;
using LoadGen.Economics.Costs;
using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Tests.Costs;

public class UnitCostsTests
{
    public static TheoryData<string> PublishedRows =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "published_cost_glm5_b200_h200.csv")).Skip(1)];

    [Theory]
    [MemberData(nameof(PublishedRows))]
    public void A_published_cost_comes_out_at_its_rounding(string row)
    {
        string[] fields = row.Split(',');
        double tokensPerS = Number(fields[4]);
        double usdPerHour = Number(fields[7]);
        Assert.Equal(SkuCatalog.BuiltIn.Get(fields[0]).PricesIn("article")!.HyperscalerUsd, usdPerHour);
        Assert.Equal(Number(fields[6]), Math.Round(UnitCosts.UsdPerMillionTokens(usdPerHour, tokensPerS), 2, MidpointRounding.AwayFromZero));
    }

    [Fact]
    public void All_published_rows_are_there() => Assert.Equal(10, PublishedRows.Count);

    // 1,000 tok/s per GPU at $3.60 an hour and 1.8 kW: 3.6 million tokens an hour.
    [Fact]
    public void Round_numbers_come_out_round()
    {
        Assert.Equal(1.0, UnitCosts.UsdPerMillionTokens(3.6, 1_000), 12);
        Assert.Equal(1_000_000, UnitCosts.TokensPerUsd(3.6, 1_000), 6);
        Assert.Equal(500_000, UnitCosts.TokensPerSPerMw(2, 1_000), 6);
        Assert.Equal(1.8, UnitCosts.ProvisionedJoulesPerToken(1.8, 1_000), 12);
    }

    [Theory]
    [InlineData(1.41, 347.9)]
    [InlineData(0.52, 12_345)]
    public void Tokens_per_dollar_and_dollars_per_token_are_each_others_reciprocal(double usd, double tokensPerS) =>
        Assert.Equal(1e6, UnitCosts.TokensPerUsd(usd, tokensPerS) * UnitCosts.UsdPerMillionTokens(usd, tokensPerS), 6);

    [Theory]
    [InlineData(1.73, 347.9)]
    [InlineData(2.65, 12_345)]
    public void Tokens_per_MW_and_joules_per_token_are_each_others_reciprocal(double kw, double tokensPerS) =>
        Assert.Equal(1e6, UnitCosts.TokensPerSPerMw(kw, tokensPerS) * UnitCosts.ProvisionedJoulesPerToken(kw, tokensPerS), 6);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    public void What_is_not_above_0_has_no_cost(double per, double tokensPerS)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitCosts.UsdPerMillionTokens(per, tokensPerS));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitCosts.TokensPerUsd(per, tokensPerS));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitCosts.TokensPerSPerMw(per, tokensPerS));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitCosts.ProvisionedJoulesPerToken(per, tokensPerS));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
