using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Economics.Figures;
using LoadGen.Economics.PriceLists;
using LoadGen.Economics.Skus;
using LoadGen.Reporting.Rows;
using LoadGen.Results.Rows;
using LoadGen.Results.Store;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen results show</c>.</summary>
internal static class ResultsShowCommand
{
    private const string Description = """
        Show all figures of a result, and its economics: what tokens cost by tier and at one's own price, tok/s per provisioned megawatt, joules a
        token, the margin against a provider's price list. Each figure names its price table and date; --format json has the formulas.

        Examples:
          loadgen results show results/run
          loadgen results show run-0123456789abcdef --results results --price-table article
          loadgen results show results/run --gpu-hour-price 2.10 --price-list configs/prices/example.yaml --provider example
        """;

    public static Command Create()
    {
        var what = new Argument<string>("RESULT") { Description = "A run's folder or a file of rows; or an id, the beginning of one, or a point's id, looked for in --results." };
        Option<string?> results = Syntax.Text("--results", "DIR", "Where ids are looked for. Default: results.");
        Option<string?> table = Syntax.Text("--price-table", "NAME", "The SKU's price table, such as article or 2026-07. Default: its newest.");
        Option<double?> own = Syntax.Number("--gpu-hour-price", "One's own price of a GPU-hour, US dollars.", 0, aboveMin: true);
        Option<string?> list = Syntax.Text("--price-list", "FILE", "What providers sell tokens for: adds the gross margin (docs/economics.md).");
        Option<string?> provider = Syntax.Text("--provider", "NAME", "The provider of the price list. Default: the first that has the model.");
        Option<string?> configs = Syntax.Text("--configs", "DIR", "A folder of configurations whose skus/*.yaml stand in for the built-in ones.");
        Option<string?> format = Syntax.Choice("--format", "Output: table or json. Default: table.", "table", "json");
        var command = new Command("show", Description) { what, results, table, own, list, provider, configs, format };
        command.SetAction(parse =>
        {
            if (parse.GetValue(provider) is not null && parse.GetValue(list) is null)
            {
                throw new UsageException("--provider needs --price-list, the file that has the provider's prices");
            }

            SkuCatalog catalog = parse.GetValue(configs) is { } folder ? SkuCatalog.FromFolder(Path.Combine(folder, "skus")) : SkuCatalog.BuiltIn;
            TokenPriceList? prices = parse.GetValue(list) is { } file ? TokenPriceReader.Read(file) : null;
            string? priceTable = parse.GetValue(table);
            if (priceTable is not null && catalog.Skus.All(sku => sku.PricesIn(priceTable) is null))
            {
                throw new UsageException($"--price-table: no SKU has a table '{priceTable}'; accepted: {string.Join(", ", catalog.Skus.SelectMany(sku => sku.Prices).Select(row => row.Table).Distinct())}");
            }

            IReadOnlyList<ResultRow> rows = Find(parse.GetValue(what)!, parse.GetValue(results) ?? ResultSets.DefaultFolder);
            (ResultRow Row, IReadOnlyList<EconomicFigure> Economics)[] shown =
                [.. rows.Select(row => (row, RowFigures.Of(row, catalog, priceTable, parse.GetValue(own), prices, parse.GetValue(provider))))];
            if (parse.GetValue(format) == "json")
            {
                Console.Out.WriteLine(RowDetailsDocument.Json(shown));
                return ExitCode.Ok;
            }

            foreach ((ResultRow row, IReadOnlyList<EconomicFigure> economics) in shown)
            {
                RowDetails.Write(row, economics, Console.Out);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<ResultRow> Find(string what, string results)
    {
        if (File.Exists(what) || Directory.Exists(what))
        {
            IReadOnlyList<ResultRow> rows = ResultSets.Read([what], new RowFilter());
            return rows.Count > 0 ? rows : throw new UsageException($"{what} has no result; accepted: a folder with result.json in it or below it, or a file of rows");
        }

        ResultRow[] found = [.. RowReader.ReadFolder(results).Rows.Where(row => row.Point == what || row.Id.StartsWith(what, StringComparison.Ordinal))];
        return found.Length > 0 ? found : throw new UsageException($"'{what}' is no folder or file, and no result in {results} has an id or a point that begins so; see loadgen results list {results}");
    }
}
