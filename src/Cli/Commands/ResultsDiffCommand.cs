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
        from resampling the requests of the two runs. Exits with 1 on a regression, and when a point that stood before is lost: not there after,
        partial, invalid or failed. Accuracies of evaluations that both sides have are paired question by question (McNemar's test); a drop that
        chance does not explain is a regression however small.

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
        Option<string[]> metric = Syntax.Texts("--metric", "KEY", $"The figures, by InferenceX's keys; may be given several times. Default: {string.Join(", ", RowMetrics.Main)}, and the accuracies that both have (accuracy:TASK).");
        Option<bool> allowMissing = Syntax.Flag("--allow-missing", "Points that are lost after change no exit code.");
        Option<string?> format = TableFormat.Option();
        var filter = new RowFilterOptions();
        var command = new Command("diff", Description) { before, after, bound, confidence, metric, allowMissing, format };
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
                HasScores = parse.GetValue(metric) is not { Length: > 0 },
            };
            if (options.Confidence <= 0)
            {
                problems.Add("--confidence: accepted: above 0%");
            }

            foreach (string key in options.Metrics.Where(key => !RowMetrics.IsMoreBetter(key) && !RowMetrics.IsLessBetter(key)))
            {
                problems.Add($"--metric: of '{key}' it is not known whether more or less is better; accepted: throughputs (*tput_per_gpu, *_throughput), *_intvty, *_ttft, *_tpot, *_itl, *_e2el, power, energy, cost, accuracy:TASK, em_strict:TASK");
            }

            problems.ThrowIfAny();
            return Run(parse.GetValue(before)!, parse.GetValue(after)!, wanted, options, parse.GetValue(allowMissing), parse.GetValue(format));
        });
        return command;
    }

    private static int Run(string before, string after, RowFilter filter, DiffOptions options, bool allowsMissing, string? format)
    {
        IReadOnlyList<ResultRow> rowsBefore = ResultSets.Read([before], filter);
        IReadOnlyList<ResultRow> rowsAfter = ResultSets.Read([after], filter);
        CheckKnown(options.Metrics, [.. rowsBefore, .. rowsAfter]);
        DiffReport report = ResultDiff.Of(rowsBefore, rowsAfter, options);
        TableFormat.Write(format, () => ComparisonDocument.Json(report), output => ComparisonDocument.WriteCsv(report, output), output => DiffTable.Write(report, output));

        // Nothing in common is no clean bill of health.
        return report.Points.Count == 0
            ? throw new UsageException($"{before} and {after} have no point in common that stands on both sides: nothing was compared")
            : report.Regressions > 0 || (report.Lost.Count > 0 && !allowsMissing) ? ExitCode.Failed : ExitCode.Ok;
    }

    // A name that is misspelled would pass every night.
    private static void CheckKnown(IReadOnlyList<string> metrics, IReadOnlyList<ResultRow> rows)
    {
        if (ReferenceEquals(metrics, RowMetrics.Main) || rows.Count == 0)
        {
            return;
        }

        var known = rows.SelectMany(row => row.Metrics.Keys).ToHashSet(StringComparer.Ordinal);
        if (metrics.FirstOrDefault(metric => !known.Contains(metric)) is { } missing)
        {
            string[] judged = [.. known.Where(key => RowMetrics.IsMoreBetter(key) || RowMetrics.IsLessBetter(key)).Order(StringComparer.Ordinal)];
            throw new UsageException($"--metric: no result has '{missing}'; known: {string.Join(", ", judged)}");
        }
    }
}
