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
        var money = new PriceOptions();
        Option<string?> list = Syntax.Text("--price-list", "FILE", "What providers sell tokens for: adds the gross margin (docs/economics.md).");
        Option<string?> provider = Syntax.Text("--provider", "NAME", "The provider of the price list. Default: the first that has the model.");
        Option<string?> format = Syntax.Choice("--format", "Output: table or json. Default: table.", "table", "json");
        var command = new Command("show", Description) { what, results, list, provider, format };
        money.AddTo(command);
        command.SetAction(parse =>
        {
            if (parse.GetValue(provider) is not null && parse.GetValue(list) is null)
            {
                throw new UsageException("--provider needs --price-list, the file that has the provider's prices");
            }

            var problems = new Problems();
            SkuCatalog catalog = money.Catalog(parse);
            string? priceTable = money.Table(parse, catalog, problems);
            problems.ThrowIfAny();
            TokenPriceList? prices = parse.GetValue(list) is { } file ? TokenPriceReader.Read(file) : null;
            IReadOnlyList<ResultRow> rows = Find(parse.GetValue(what)!, parse.GetValue(results) ?? ResultSets.DefaultFolder);
            (ResultRow Row, IReadOnlyList<EconomicFigure> Economics)[] shown =
                [.. rows.Select(row => (row, RowFigures.Of(row, catalog, priceTable, money.GpuHourUsd(parse), prices, parse.GetValue(provider))))];
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
