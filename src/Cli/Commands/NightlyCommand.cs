using System.CommandLine;
using System.Globalization;
using LoadGen.Cli.Options;
using LoadGen.Launching.Life;
using LoadGen.Launching.Programs;
using LoadGen.Sweeps.Continuous;
using LoadGen.Sweeps.Engines;
using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;
using LoadGen.Sweeps.Showing;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen nightly</c>: a sweep again and again, as far as something changed.</summary>
internal static class NightlyCommand
{
    private const string Description = """
        Run a sweep from a timer: into a dated folder of its history, and only the points that something changed for since they were measured
        (image, flags, load, version of this program). What changed is added to changelog.jsonl. docs/sweeps.md, tools/systemd/.
        Examples:
          loadgen nightly mine.yaml --output /srv/loadgen/mine --keep-going --keep 30
          loadgen nightly mine.yaml --plan
        Exit codes: those of loadgen sweep; 0 also when nothing changed.
        """;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The sweep's file." };
        Option<bool> all = Syntax.Flag("--all", "Measure every point, changed or not.");
        Option<bool> plan = Syntax.Flag("--plan", "Print what would be measured and why, and start nothing.");
        Option<int?> keep = Syntax.Integer("--keep", "Remove runs but the newest N, and those that hold a point's last measurement. Default: keep all.", 1);
        Option<string?> output = Syntax.Text("--output", "DIR", "The history's folder. Default: results/nightly-NAME.");
        var arguments = new SweepArguments();
        var command = new Command("nightly", Description) { file, all, plan, keep, output };
        arguments.AddTo(command);
        command.SetAction(async (parse, cancellation) =>
        {
            PlanContext context = arguments.Context(parse);
            SweepPlan whole = SweepCommand.PlanOf(parse.GetValue(file)!, context);
            SweepPlan selected = SweepSelection.Only(whole, arguments.Only(parse));
            using HistoryFolder history = HistoryFolder.Open(parse.GetValue(output) ?? Path.Combine("results", $"nightly-{whole.Name}"));
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            string run = history.NextRun(now);
            var digests = new RuntimeDigests(new SystemPrograms(), OwnProgram.Words, line => Console.Error.WriteLine("loadgen: " + line));
            NightlyPlan nightly = await NightlyPlan.CompareAsync(whole, selected, history, digests, context, run, parse.GetValue(all), now, cancellation);
            Show(nightly);
            if (parse.GetValue(plan))
            {
                PlanTable.Write(nightly.Affected, new SweepEstimate(null), _ => false, Console.Out);
                return ExitCode.Ok;
            }

            // Each night has a folder of its own: what a killed one left is in another.
            await SweepSession.CleanUpAsync(history.AllLaunches(), context, cancellation);
            int code = await RunAsync(nightly, whole, history, run, context, arguments.Run(parse), parse.GetValue(keep));
            ReportFile.WriteBeside(history.Path, whole.Name, context.Skus);
            return code;
        });
        return command;
    }

    private static async Task<int> RunAsync(
        NightlyPlan nightly, SweepPlan whole, HistoryFolder history, string run, PlanContext context, SweepRunChoice choice, int? keep)
    {
        history.AddChanges(nightly.Changes);
        int code = ExitCode.Ok;
        if (nightly.Affected.Configurations.Count > 0)
        {
            using SweepFolder folder = SweepFolder.Open(run, nightly.Affected, context.Tool, isResumed: false, TimeProvider.System);
            SweepOutcome outcome = await SweepSession.RunAsync(nightly.Affected, folder, context, choice);
            code = SweepSession.Conclude(outcome, run, "the next loadgen nightly measures what is missing, in a folder of its own");
            history.Update();
        }
        else
        {
            Console.Out.WriteLine("nothing changed: every point was measured as it is");
        }

        foreach (string removed in keep is { } count ? history.Thin(whole, count) : [])
        {
            Console.Out.WriteLine($"removed {removed}");
        }

        return code;
    }

    private static void Show(NightlyPlan nightly)
    {
        foreach (ChangeLine line in nightly.Changes)
        {
            foreach (Change change in line.Changes)
            {
                Console.Out.WriteLine($"{line.Configuration}: {change.Describe()}");
            }
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{nightly.Affected.Points.Count()} points to measure"));
    }
}
