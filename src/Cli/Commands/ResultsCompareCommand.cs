using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Reporting.Rows;
using LoadGen.Results.Comparing;
using LoadGen.Results.Rows;
using LoadGen.Results.Store;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen results compare</c>: side by side.</summary>
internal static class ResultsCompareCommand
{
    private const string Description = """
        Put two or more sets of results side by side: a line for each figure of each point, a column for each set, with the change against the first.

        Examples:
          loadgen results compare results/monday results/tuesday results/wednesday
          loadgen results compare results/ours rows/inferencex.json --metric tput_per_gpu --format csv
        """;

    public static Command Create()
    {
        var sets = new Argument<string[]>("PATH") { Description = "Results folders, sweeps, runs, or files of rows; two or more.", Arity = new ArgumentArity(2, 100) };
        Option<string[]> metric = Syntax.Texts("--metric", "KEY", $"The figures, by InferenceX's keys; may be given several times. Default: {string.Join(", ", RowMetrics.Main)}, and the accuracies that there are (accuracy:TASK).");
        Option<string?> format = TableFormat.Option();
        var filter = new RowFilterOptions();
        var command = new Command("compare", Description) { sets, metric, format };
        filter.AddTo(command);
        command.SetAction(parse =>
        {
            var problems = new Problems();
            RowFilter wanted = filter.Read(parse, problems);
            problems.ThrowIfAny();
            (string, IReadOnlyList<ResultRow> Rows)[] read = [.. parse.GetValue(sets)!.Select(path => (Name(path), ResultSets.Read([path], wanted)))];
            ResultComparison comparison = ResultComparison.Of(
                read, parse.GetValue(metric) is { Length: > 0 } metrics ? metrics : ResultComparison.MetricsOf(read.SelectMany(set => set.Rows)));
            TableFormat.Write(parse.GetValue(format), () => ComparisonDocument.Json(comparison), output => ComparisonDocument.WriteCsv(comparison, output), output => ComparisonTable.Write(comparison, output));

            return ExitCode.Ok;
        });
        return command;
    }

    private static string Name(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } name ? name : path;
}
