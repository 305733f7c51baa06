using System.CommandLine;
using System.Globalization;
using LoadGen.Cli.Options;
using LoadGen.Economics.Figures;
using LoadGen.Economics.Skus;
using LoadGen.Reporting.Rows;
using LoadGen.Results.Frontiers;
using LoadGen.Results.Store;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen results frontier</c>: what one gets at a given interactivity.</summary>
internal static class ResultsFrontierCommand
{
    private static readonly string[] s_statistics = ["median", "mean", "p90", "p99"];

    private static readonly string Description = $"""
        Read Pareto frontiers at given interactivities (or end-to-end latencies): tok/s/GPU, $ per million tokens, tok/s per provisioned megawatt and
        joules a token there, for each group of results. Between two points the throughput is interpolated and the rest follows from it; outside of what
        was measured there is no figure, and it is said. Of each point the newest measurement counts. docs/economics.md has the formulas.

        Groups are by {string.Join(", ", FrontierGrouping.Default)}; whatever --by says, different {string.Join(", ", FrontierGrouping.Always)} have frontiers of their own.

        Examples:
          loadgen results frontier results/nightly --at 30,50,100
          loadgen results frontier dsr1_rows.json --at 50 --by sku --tier rental --isl 1024 --osl 1024
          loadgen results frontier results --x e2e --at 5,10 --gpu-hour-price 2.10 --format json
        """;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Results folders, sweeps, runs, or files of rows. Default: results.", Arity = ArgumentArity.ZeroOrMore };
        var at = new Option<string>("--at") { Description = "Where: tok/s/user, or with --x e2e seconds; several with a comma between.", HelpName = "X,X", Required = true };
        Option<string?> x = Syntax.Choice("--x", "What throughput is held against. Default: interactivity.", "interactivity", "e2e");
        Option<string?> statistic = Syntax.Choice("--stat", "Which value of a run's stands for it. Default: median.", s_statistics);
        Option<string?> by = Syntax.Text("--by", "KEY,KEY", $"What a group's results have in common: {string.Join(", ", FrontierGrouping.Keys)}.");
        Option<string?> tier = Syntax.Choice("--tier", "Whose price of a GPU-hour the table's costs are by. Default: own with --gpu-hour-price, else hyperscaler.", "hyperscaler", "neocloud", "rental", "own");
        var prices = new PriceOptions();
        Option<string?> format = Syntax.Choice("--format", "Output: table or json. Default: table.", "table", "json");
        var filter = new RowFilterOptions();
        var command = new Command("frontier", Description) { paths, at, x, statistic, by, tier, format };
        prices.AddTo(command);
        filter.AddTo(command);
        command.SetAction(parse =>
        {
            var problems = new Problems();
            RowFilter wanted = filter.Read(parse, problems);
            SkuCatalog catalog = prices.Catalog(parse);
            double? own = prices.GpuHourUsd(parse);
            var options = new FrontierOptions
            {
                At = Places(parse.GetValue(at)!, problems),
                Axis = parse.GetValue(x) == "e2e" ? FrontierAxis.E2e : FrontierAxis.Interactivity,
                Statistic = parse.GetValue(statistic) ?? s_statistics[0],
                By = parse.GetValue(by) is { } keys ? Keys(keys, problems) : FrontierGrouping.Default,
                PriceTable = prices.Table(parse, catalog, problems),
                OwnUsdPerGpuHour = own,
            };
            CostTier whose = parse.GetValue(tier) is { } named ? Enum.Parse<CostTier>(named, ignoreCase: true) : own is null ? CostTier.Hyperscaler : CostTier.Own;
            if (whose == CostTier.Own && own is null)
            {
                problems.Add("--tier own needs --gpu-hour-price, the price");
            }

            problems.ThrowIfAny();
            string[] sources = parse.GetValue(paths) is { Length: > 0 } given ? given : [ResultSets.DefaultFolder];
            FrontierReport report = ResultFrontier.Of(ResultSets.Read(sources, wanted), catalog, options);
            if (report.Groups.Count == 0)
            {
                throw new UsageException($"{string.Join(", ", sources)}: no sound result there has a {options.Statistic} {(options.Axis == FrontierAxis.E2e ? "end-to-end latency" : "interactivity")} and a throughput per GPU; see loadgen results list");
            }

            if (parse.GetValue(format) == "json")
            {
                Console.Out.WriteLine(FrontierDocument.Json(report));
            }
            else
            {
                FrontierTable.Write(report, whose, Console.Out);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static List<double> Places(string text, Problems problems)
    {
        var places = new List<double>();
        foreach (string word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double place) && double.IsFinite(place) && place > 0)
            {
                places.Add(place);
            }
            else
            {
                problems.Add($"--at: '{word}' is not a number above 0");
            }
        }

        return places;
    }

    private static string[] Keys(string text, Problems problems)
    {
        string[] keys = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string key in keys.Where(key => !FrontierGrouping.Keys.Contains(key)))
        {
            problems.Add($"--by: there is no '{key}'; accepted: {string.Join(", ", FrontierGrouping.Keys)}");
        }

        return keys;
    }
}
