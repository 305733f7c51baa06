using System.Runtime.CompilerServices;
using LoadGen.Configuration;
using LoadGen.Economics.PriceLists;

namespace LoadGen.Economics.Tests.PriceLists;

public class TokenPriceReaderTests
{
    [Fact]
    public void The_example_is_right()
    {
        TokenPriceList list = TokenPriceReader.Read(Example());
        Assert.Equal("example", list.Name);
        Assert.Equal(2.0, list.Find(null, "dsr1")!.Price.OutputUsdPerMillion);
    }

    [Fact]
    public void A_price_is_found_by_any_of_the_model_s_names_and_by_provider()
    {
        TokenPriceList list = TokenPriceReader.Parse("""
            name: two
            date: 2026-07
            source: a page
            prices:
              - { provider: a, model: dsr1, input_usd_per_million: 1, output_usd_per_million: 2 }
              - { provider: B, model: deepseek-ai/DeepSeek-R1, input_usd_per_million: 3, output_usd_per_million: 4 }
            """, "two.yaml");
        Assert.Equal("a", list.Find(null, "dsr1", "deepseek-ai/deepseek-r1")!.Price.Provider);
        Assert.Equal("B", list.Find("b", "dsr1", "deepseek-ai/deepseek-r1")!.Price.Provider);
        Assert.Null(list.Find("b", "dsr1", null));
        Assert.Null(list.Find(null, "llama70b"));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once_with_its_place()
    {
        var error = Assert.Throws<ConfigurationException>(() => TokenPriceReader.Parse("""
            name: ""
            date: July
            source: a page
            prices:
              - { provider: a, model: m, input_usd_per_million: -1, output_usd_per_million: 2 }
              - { provider: a, model: m, input_usd_per_million: 1, output_usd_per_million: 2 }
            """, "bad.yaml"));
        Assert.Equal(["1", "2", "5", "6"], error.Problems.Select(problem => $"{problem.Line}"));
        Assert.Equal(["name", "date", "prices[0].input_usd_per_million", "prices[1].model"], error.Problems.Select(problem => problem.Path));
    }

    [Theory]
    [InlineData("name: a\ndate: 2026-07\nsource: b\nprices: []\n", "there are none")]
    [InlineData("name: a\ndate: 2026-07\nsource: b\n", "prices")]
    [InlineData("name: a\ndate: 2026-07\nsource: b\nprice: []\n", "price")]
    public void A_list_without_prices_is_none(string text, string says) =>
        Assert.Contains(says, Assert.Throws<ConfigurationException>(() => TokenPriceReader.Parse(text, "bad.yaml")).Message);

    private static string Example([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "configs", "prices", "example.yaml");
}
