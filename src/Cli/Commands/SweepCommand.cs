using System.CommandLine;
using System.Globalization;
using LoadGen.Cli.Options;
using LoadGen.Configuration;
using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Importing;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;
using LoadGen.Sweeps.Settings;
using LoadGen.Sweeps.Showing;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen sweep</c>: a whole experiment from one file.</summary>
internal static class SweepCommand
{
    private const string Description = """
        Run a whole experiment: start each engine of a file, measure it at every concurrency and length, end it, go on with the next.
        It ends in report.html in its folder; 'loadgen report DIR --serve' shows it while it runs.
        The file's keys, the folder's layout and what --resume keeps are in docs/sweeps.md.
        Examples:
          loadgen sweep configs/sweeps/demo.yaml --plan
          loadgen sweep configs/sweeps/demo.yaml
          loadgen sweep mine.yaml --resume --keep-going
          loadgen sweep mine.yaml --only '*-h200-*' --url http://127.0.0.1:8000
          loadgen sweep --import-inferencex nvidia-master.yaml > nvidia.yaml
        Exit codes: 0 every point is measured; 1 something failed; 2 bad usage or file; 3 nothing failed but engines that did not come to serve;
        4 complete, but some points are not valid; 130 interrupted (finished points are kept, --resume goes on).
        """;

    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = "The sweep's file.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> plan = Syntax.Flag("--plan", "Print the points, their GPUs and the estimated time, and start nothing.");
        Option<bool> resume = Syntax.Flag("--resume", "Go on in a folder that holds this sweep: finished points are kept as long as their fingerprint is the same.");
        Option<string?> output = Syntax.Text("--output", "DIR", "The sweep's folder. Default: results/NAME.");
        Option<string?> url = Syntax.Text("--url", "URL", "Measure an engine that runs already, for the one configuration that --only leaves.");
        Option<string?> import = Syntax.Text("--import-inferencex", "FILE", "Read InferenceX's master configuration instead of FILE, as it is, and print the sweep's file that comes of it; with --plan its points. What no recipe can launch is listed with the reason.");
        var arguments = new SweepArguments();
        var command = new Command("sweep", Description) { file, plan, resume, output, url, import };
        arguments.AddTo(command);
        command.SetAction(async (parse, _) =>
        {
            if (parse.GetValue(import) is { } master)
            {
                return parse.GetValue(file) is null
                    ? Import(master, arguments.Context(parse), arguments.Only(parse), parse.GetValue(plan))
                    : throw new UsageException("--import-inferencex reads a file of its own: name one of both");
            }

            string path = parse.GetValue(file) ?? throw new UsageException("name a sweep's file, such as configs/sweeps/demo.yaml");
            PlanContext context = arguments.Context(parse, ReadUrl(parse.GetValue(url)));
            SweepPlan whole = PlanOf(path, context);
            SweepPlan selected = SweepSelection.Only(whole, arguments.Only(parse));
            string folder = parse.GetValue(output) ?? Path.Combine("results", whole.Name);
            if (context.Url is not null && selected.Configurations.Count > 1)
            {
                throw new UsageException($"--url: one engine is one configuration, and {selected.Configurations.Count} are chosen; --only names one ({selected.Configurations[0].Id}, …)");
            }

            if (parse.GetValue(plan))
            {
                PlanTable.Write(selected, new SweepEstimate(folder), PlanTable.DoneIn(folder), Console.Out);
                return ExitCode.Ok;
            }

            using SweepFolder own = SweepFolder.Open(folder, whole, context.Tool, parse.GetValue(resume), TimeProvider.System);
            SweepOutcome outcome = await SweepSession.RunAsync(selected, own, context, arguments.Run(parse));
            int code = SweepSession.Conclude(outcome, folder, "--resume measures what is missing");
            ReportFile.WriteBeside(folder, whole.Name, context.Skus);
            return code;
        });
        return command;
    }

    private static int Import(string master, PlanContext context, string[] only, bool isPlanned)
    {
        ImportedFile imported = MasterImporter.Import(YamlFile.ReadText(master), master, context);
        if (imported.PointsTaken == 0 || !isPlanned)
        {
            Console.Out.Write(imported.Text);
        }
        else
        {
            SweepPlan plan = SweepPlanner.Plan(SweepFileReader.Parse(imported.Text, master), imported.Text, context);
            PlanTable.Write(SweepSelection.Only(plan, only), new SweepEstimate(null), _ => false, Console.Out);
            foreach (string note in imported.Notes)
            {
                Console.Out.WriteLine(note);
            }
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"loadgen: {imported.EntriesTaken} of {imported.Entries} entries, {imported.PointsTaken} of {imported.Points} points; {imported.Notes.Count} notes"));
        return imported.PointsTaken > 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    internal static SweepPlan PlanOf(string path, PlanContext context)
    {
        string text = YamlFile.ReadText(path);
        return SweepPlanner.Plan(SweepFileReader.Parse(text, path), text, context);
    }

    private static Uri? ReadUrl(string? text) => text is null
        ? null
        : Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? url
            : throw new UsageException($"--url: '{text}' is not an http or https URL, such as http://127.0.0.1:8000");
}
