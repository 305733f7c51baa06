using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Reporting.Rows;
using LoadGen.Results.Rows;
using LoadGen.Results.Store;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen results list</c>.</summary>
internal static class ResultsListCommand
{
    private const string Description = """
        List results, a line each, by date: runs of one's own, and rows of others that were imported. A file of InferenceX's rows can be named too.

        Examples:
          loadgen results list
          loadgen results list results/nightly --model dsr1 --precision fp8,fp4 --conc 64
          loadgen results list --sound --format csv > rows.csv
        """;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Results folders, sweeps, runs, or files of rows. Default: results.", Arity = ArgumentArity.ZeroOrMore };
        var filter = new RowFilterOptions();
        Option<string?> format = TableFormat.Option();
        var command = new Command("list", Description) { paths, format };
        filter.AddTo(command);
        command.SetAction(parse =>
        {
            var problems = new Problems();
            RowFilter wanted = filter.Read(parse, problems);
            problems.ThrowIfAny();
            string[] named = parse.GetValue(paths) is { Length: > 0 } given ? given : [ResultSets.DefaultFolder];
            IReadOnlyList<ResultRow> rows = ResultSets.Read(named, wanted);
            TableFormat.Write(parse.GetValue(format), () => RowDocument.Json(rows), output => RowDocument.WriteCsv(rows, output), output => RowTable.Write(rows, output));

            return ExitCode.Ok;
        });
        return command;
    }
}
