using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Store;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen results import-inferencex</c>.</summary>
internal static class ResultsImportCommand
{
    private const string Description = """
        Take rows that InferenceX measured into a results folder: dashboard rows, agg_*.json of one or several nodes, arrays of them, a client's own
        result, rows of evaluations (agg_eval_*.json) and their artifacts (meta_env.json with lm-eval's results), or a folder of all these. A score goes to
        the row of its configuration where there is one. The files are copied to DIR/imported as they are. Rows whose figures contradict each other are taken, marked
        and named; frontiers and comparisons leave them out.

        Examples:
          loadgen results import-inferencex dsr1_rows.json
          loadgen results import-inferencex artifacts/ --output results/inferencex
        """;

    public static Command Create()
    {
        var sources = new Argument<string[]>("PATH") { Description = "Files or folders.", Arity = ArgumentArity.OneOrMore };
        Option<string?> output = Syntax.Text("--output", "DIR", "The results folder. Default: results.");
        var command = new Command("import-inferencex", Description) { sources, output };
        command.SetAction(parse =>
        {
            string folder = parse.GetValue(output) ?? ResultSets.DefaultFolder;
            foreach (string source in parse.GetValue(sources)!)
            {
                Report(source, Importer.Import(source, folder));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Report(string source, ImportReport report)
    {
        foreach (string file in report.Copied)
        {
            Console.Out.WriteLine($"{file}: copied");
        }

        ResultRow[] flagged = [.. report.Reading.Rows.Where(row => row.Flags.Count > 0)];
        foreach (ResultRow row in flagged)
        {
            Console.Out.WriteLine($"flagged: {row.Id} {PointLabel.Of(row.Identity)}: {string.Join("; ", row.Flags)}");
        }

        foreach (IGrouping<string, string> note in report.Reading.Rows.SelectMany(row => row.Notes).GroupBy(note => note))
        {
            Console.Out.WriteLine($"note, {note.Count()} rows: {note.Key}");
        }

        foreach (string problem in report.Reading.Problems)
        {
            Console.Out.WriteLine($"no row: {problem}");
        }

        string again = report.Copied.Count == 0 ? ", all of them there already" : "";
        Console.Out.WriteLine($"{source}: {report.Reading.Rows.Count} rows{again}, {flagged.Length} flagged, {report.Reading.Problems.Count} that are none");
    }
}
