using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Reporting.Rows;
using LoadGen.Results.Comparing;
using LoadGen.Results.Rows;
using LoadGen.Results.Store;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen results diff</c>: a regression, or noise?</summary>
internal static class ResultsDiffCommand
{
    private const string Description = """
        Compare two sets of results point by point, and tell a regression from noise. A figure is a regression only when it is worse by more than
        --bound and its confidence interval excludes no change. Intervals come from repeats where both sides have two or more of a point, else
        from resampling the requests of the two runs. Exits with 1 on a regression.

        Examples:
          loadgen results diff results/before results/after
          loadgen results diff results/v0.9 results/v0.10 --bound 3% --metric tput_per_gpu --metric p99_ttft --hardware h200
        """;

    public static Command Create()
    {
        var before = new Argument<string>("BEFORE") { Description = "A results folder, sweep, run, or file of rows." };
        var after = new Argument<string>("AFTER") { Description = "The same, to compare with it." };
        Option<string?> bound = Syntax.Text("--bound", "SHARE", "A change for the worse up to this is none. Default: 5%.");
        Option<string?> confidence = Syntax.Text("--confidence", "SHARE", "Confidence of the intervals. Default: 95%.");
        Option<string[]> metric = Syntax.Texts("--metric", "KEY", $"The figures, by InferenceX's keys; may be given several times. Default: {string.Join(", ", RowMetrics.Main)}.");
        Option<string?> format = Syntax.Choice("--format", "Output: table, json or csv. Default: table.", "table", "json", "csv");
        var filter = new RowFilterOptions();
        var command = new Command("diff", Description) { before, after, bound, confidence, metric, format };
        filter.AddTo(command);
        command.SetAction(parse =>
        {
            var problems = new Problems();
            RowFilter wanted = filter.Read(parse, problems);
            var options = new DiffOptions
            {
                Bound = ShareOption.Read(parse, bound, 0.05, problems),
                Confidence = ShareOption.Read(parse, confidence, 0.95, problems),
                Metrics = parse.GetValue(metric) is { Length: > 0 } metrics ? metrics : RowMetrics.Main,
            };
            if (options.Confidence <= 0)
            {
                problems.Add("--confidence: accepted: above 0%");
            }

            problems.ThrowIfAny();
            return Run(parse.GetValue(before)!, parse.GetValue(after)!, wanted, options, parse.GetValue(format));
        });
        return command;
    }

    private static int Run(string before, string after, RowFilter filter, DiffOptions options, string? format)
    {
        DiffReport report = ResultDiff.Of(ResultSets.Read([before], filter), ResultSets.Read([after], filter), options);
        switch (format)
        {
            case "json":
                Console.Out.WriteLine(ComparisonDocument.Json(report));
                break;
            case "csv":
                ComparisonDocument.WriteCsv(report, Console.Out);
                break;
            default:
                DiffTable.Write(report, Console.Out);
                break;
        }

        // Nothing in common is no clean bill of health.
        return report.Points.Count == 0
            ? throw new UsageException($"{before} and {after} have no point in common that stands on both sides: nothing was compared")
            : report.Regressions > 0 ? ExitCode.Failed : ExitCode.Ok;
    }
}
