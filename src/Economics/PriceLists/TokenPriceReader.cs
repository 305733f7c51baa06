using System.Globalization;
using LoadGen.Configuration;

namespace LoadGen.Economics.PriceLists;

/// <summary>Reads and checks a price list. Everything that is wrong is reported at once, each problem with its position.</summary>
public static class TokenPriceReader
{
    private static readonly string[] s_formats = ["yyyy-MM", "yyyy-MM-dd"];

    private static readonly YamlSchema<TokenPriceList> s_schema = new(
        PriceListJson.Default.TokenPriceList,
        new TokenPriceList { Name = "", Date = "", Source = "", Prices = [] },
        new TokenPrice { Provider = "", Model = "", InputUsdPerMillion = 0, OutputUsdPerMillion = 0 });

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, or is wrong.</exception>
    public static TokenPriceList Read(string path) => YamlFile.Read(path, s_schema, Check).Value;

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file's name, for problems.</param>
    /// <exception cref="ConfigurationException">It is wrong.</exception>
    public static TokenPriceList Parse(string text, string path) => YamlFile.Parse(text, path, s_schema, Check).Value;

    private static void Check(TokenPriceList list, ProblemList problems)
    {
        Filled(problems, "name", list.Name);
        Filled(problems, "source", list.Source);
        if (!DateOnly.TryParseExact(list.Date, s_formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            problems.Add("date", $"found '{list.Date}'; accepted: a month or a day, such as 2026-07 or 2026-07-01");
        }

        if (list.Prices.Count == 0)
        {
            problems.Add("prices", "there are none");
        }

        for (int i = 0; i < list.Prices.Count; i++)
        {
            TokenPrice price = list.Prices[i];
            Filled(problems, $"prices[{i}].provider", price.Provider);
            Filled(problems, $"prices[{i}].model", price.Model);
            NotBelow0(problems, $"prices[{i}].input_usd_per_million", price.InputUsdPerMillion);
            NotBelow0(problems, $"prices[{i}].output_usd_per_million", price.OutputUsdPerMillion);
            if (list.Prices.Take(i).Any(other => other.Provider == price.Provider && other.Model == price.Model))
            {
                problems.Add($"prices[{i}].model", $"{price.Provider}'s price of {price.Model} stands here a second time");
            }
        }
    }

    // Free input is an offer; free input and output is none, but only the margin minds: it is left out.
    private static void NotBelow0(ProblemList problems, string path, double value)
    {
        if (value < 0)
        {
            problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"found {value}; accepted: US dollars per million tokens, 0 or more"));
        }
    }

    private static void Filled(ProblemList problems, string path, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(path, "says nothing");
        }
    }
}
