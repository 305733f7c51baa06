using System.Text.Json;
using LoadGen.Economics.Costs;
using LoadGen.Economics.Figures;
using LoadGen.Economics.Skus;
using LoadGen.Results.Frontiers;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;
using LoadGen.Results.Tests.Support;

namespace LoadGen.Results.Tests.Frontiers;

public class ResultFrontierTests
{
    private static readonly DateTimeOffset s_day = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void At_a_point_the_figures_are_the_point_s_and_each_says_its_formula_table_and_date()
    {
        FrontierReading reading = Assert.Single(Group([Row(20, 1000), Row(50, 400)], 50).Readings);
        Assert.Equal((400, 100, 300), (reading.Total, reading.Output, reading.Input));
        Assert.Empty(reading.Absent);
        SkuPrices prices = SkuCatalog.BuiltIn.Get("h200").PricesIn("2026-07")!;
        EconomicFigure cost = reading.Economics.Single(figure => figure.Key == "usd_per_million_output_tokens" && figure.Tier == CostTier.Rental);
        Assert.Equal(UnitCosts.UsdPerMillionTokens(prices.RentalUsd, 100), cost.Value);
        Assert.All(reading.Economics, figure => Assert.Equal((prices.Table, prices.Date, prices.Source), (figure.Table, figure.Date, figure.Source)));
        Assert.All(reading.Economics, figure => Assert.NotEmpty(figure.Formula));
    }

    [Fact]
    public void Between_points_cost_and_power_follow_from_the_throughput_there()
    {
        FrontierReading reading = Group([Row(20, 1000), Row(30, 700), Row(50, 400), Row(40, 100)], 41).Readings[0];
        Assert.InRange(reading.Total!.Value, 400, 700);
        SkuPrices prices = SkuCatalog.BuiltIn.Get("h200").PricesIn(null)!;
        Assert.Equal(UnitCosts.UsdPerMillionTokens(prices.HyperscalerUsd, reading.Total.Value), Value(reading, "usd_per_million_total_tokens"), 1e-12);
        Assert.Equal(UnitCosts.TokensPerSPerMw(prices.ProvisionedKw, reading.Total.Value), Value(reading, "total_tokens_per_s_per_mw"), 1e-6);
        Assert.Equal(UnitCosts.ProvisionedJoulesPerToken(prices.ProvisionedKw, reading.Total.Value), Value(reading, "provisioned_joules_per_total_token"), 1e-12);
    }

    [Fact]
    public void A_group_says_how_well_its_engines_answered()
    {
        ResultRow With(ResultRow row, double accuracy) => row with { Scores = [new TaskScore { Task = "gsm8k", Accuracy = accuracy }] };
        FrontierGroup group = Group([With(Row(20, 1000), 0.9), With(Row(50, 400), 0.92), Row(40, 500)], 50);
        Assert.Equal([new GroupScore("gsm8k", 2, 0.91, 0.9, 0.92)], group.Scores);
        var report = ResultFrontier.Of([With(Row(20, 1000), 0.9)], SkuCatalog.BuiltIn, new FrontierOptions { At = [20] });
        using JsonDocument document = JsonDocument.Parse(FrontierDocument.Json(report));
        JsonElement score = document.RootElement.GetProperty("groups")[0].GetProperty("scores")[0];
        Assert.Equal(("gsm8k", 0.9, 1), (score.GetProperty("task").GetString(), score.GetProperty("mean").GetDouble(), score.GetProperty("points").GetInt32()));
        Assert.Empty(Group([Row(20, 1000)], 20).Scores);
    }

    [Theory]
    [InlineData(19.9)]
    [InlineData(50.1)]
    public void Outside_of_what_was_measured_there_is_no_figure_and_it_is_said(double at)
    {
        FrontierReading reading = Group([Row(20, 1000), Row(50, 400)], at).Readings[0];
        Assert.Equal((null, null, null), (reading.Total, reading.Output, reading.Input));
        Assert.Empty(reading.Economics);
        Assert.Equal(
            ["total", "output", "input"],
            reading.Absent.Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]));
        Assert.EndsWith("outside of what was measured, 20 to 50 tok/s/user", reading.Absent[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_different_SKUs_lengths_or_origins_have_no_frontier_in_common_whatever_is_asked()
    {
        ResultRow row = Row(20, 1000);
        FrontierReport report = ResultFrontier.Of(
            [row, Other(row, identity => identity with { Hardware = "b200" }), Other(row, identity => identity with { Osl = 1024 }), Other(row, identity => identity with { Framework = "vllm" }), row with { Id = "s", Simulated = true }],
            SkuCatalog.BuiltIn, new FrontierOptions { At = [20], By = [] });
        Assert.Equal(["b200 dsr1 1024/128", "h200 dsr1 1024/1024", "h200 dsr1 1024/128", "h200 dsr1 1024/128 simulated"], report.Groups.Select(group => group.Name));
        Assert.Equal(2, report.Groups[2].Points);
    }

    [Fact]
    public void Of_each_point_the_newest_measurement_counts_and_what_is_not_sound_does_not()
    {
        ResultRow old = Row(50, 9000);
        FrontierReport report = ResultFrontier.Of(
            [old, old with { Id = "new", MeasuredAt = s_day.AddDays(1), Metrics = Row(50, 400).Metrics }, Row(20, 1000), Row(60, 5000) with { Flags = ["odd"] }],
            SkuCatalog.BuiltIn, new FrontierOptions { At = [50] });
        Assert.Equal((2, 400.0), (report.LeftOut, Assert.Single(report.Groups).Readings[0].Total));
        Assert.Equal(["20", "new"], report.Groups[0].Frontier);
    }

    [Fact]
    public void Throughputs_of_a_pair_s_roles_are_over_all_its_GPUs()
    {
        ResultRow pair = Other(Row(20, 1000), identity => identity with { Disaggregated = true, Prefill = new WorkerShape { Tp = 4, Gpus = 4 }, Decode = new WorkerShape { Tp = 12, Gpus = 12 } });
        FrontierReading reading = Group([pair], 20).Readings[0];
        Assert.Equal((250 * 12 / 16.0, 750 * 4 / 16.0), (reading.Output, reading.Input));
    }

    [Fact]
    public void Against_latency_less_is_better()
    {
        FrontierGroup group = Assert.Single(ResultFrontier.Of([Row(20, 1000), Row(50, 400), Row(40, 300)], SkuCatalog.BuiltIn, new FrontierOptions { At = [3, 4], Axis = FrontierAxis.E2e }).Groups);
        Assert.Equal(["50", "20"], group.Frontier);
        Assert.Equal((2.0, 5.0), (group.From, group.To));
        Assert.InRange(group.Readings[0].Total!.Value, 400, group.Readings[1].Total!.Value);
    }

    [Fact]
    public void Without_a_row_in_the_price_table_there_is_a_throughput_and_no_cost_but_at_one_s_own_price()
    {
        ResultRow row = Other(Row(20, 1000), identity => identity with { Hardware = "abacus" });
        Assert.Empty(Group([row], 20).Readings[0].Economics);
        FrontierReport own = ResultFrontier.Of([row], SkuCatalog.BuiltIn, new FrontierOptions { At = [20], OwnUsdPerGpuHour = 3.6 });
        Assert.Equal(1.0, Value(own.Groups[0].Readings[0], "usd_per_million_total_tokens"), 1e-12);
    }

    [Fact]
    public void The_document_has_nulls_where_there_is_nothing()
    {
        JsonElement group = JsonDocument.Parse(FrontierDocument.Json(ResultFrontier.Of([Row(20, 1000), Row(50, 400)], SkuCatalog.BuiltIn, new FrontierOptions { At = [20, 99] }))).RootElement.GetProperty("groups")[0];
        JsonElement[] at = [.. group.GetProperty("at").EnumerateArray()];
        Assert.Equal(1000, at[0].GetProperty("total_tokens_per_s_per_gpu").GetDouble());
        Assert.Equal(JsonValueKind.Null, at[1].GetProperty("total_tokens_per_s_per_gpu").ValueKind);
        Assert.Equal(3, at[1].GetProperty("absent").GetArrayLength());
        Assert.Equal("hyperscaler", at[0].GetProperty("economics")[0].GetProperty("tier").GetString());
    }

    private static FrontierGroup Group(IReadOnlyList<ResultRow> rows, double at) =>
        Assert.Single(ResultFrontier.Of(rows, SkuCatalog.BuiltIn, new FrontierOptions { At = [at], PriceTable = "2026-07" }).Groups);

    private static double Value(FrontierReading reading, string key) => reading.Economics.First(figure => figure.Key == key).Value;

    private static ResultRow Other(ResultRow row, Func<PointIdentity, PointIdentity> change) => row with { Id = row.Id + "'", Identity = change(row.Identity) };

    // A quarter of the tokens are output; each user's hundred take 100 ÷ interactivity seconds.
    private static ResultRow Row(double interactivity, double throughput) => new()
    {
        Id = $"{interactivity}",
        Identity = Runs.Identity with { Concurrency = (int)interactivity },
        Metrics = new Dictionary<string, double>
        {
            ["tput_per_gpu"] = throughput, ["output_tput_per_gpu"] = throughput / 4, ["input_tput_per_gpu"] = 3 * throughput / 4,
            ["median_intvty"] = interactivity, ["median_e2el"] = 100 / interactivity,
        },
        MeasuredAt = s_day,
        Source = RowSource.Run,
    };
}
