using LoadGen.Cli.Options;
using LoadGen.Launching.Life;
using LoadGen.Launching.Readiness;
using LoadGen.Sweeps.Engines;
using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;
using LoadGen.Sweeps.Showing;

namespace LoadGen.Cli.Commands;

/// <summary>Puts a sweep together and runs it. Used by <c>sweep</c> and <c>nightly</c>.</summary>
internal static class SweepSession
{
    public static async Task<SweepOutcome> RunAsync(SweepPlan selected, SweepFolder folder, PlanContext context, SweepRunChoice choice)
    {
        using var signals = new LaunchSignals();
        using var probe = new HttpServiceProbe(HttpServiceProbe.NewHandler(), TimeProvider.System);
        TextWriter output = choice.Progress == "none" ? TextWriter.Null : Console.Error;
        bool isTerminal = choice.Progress == "auto" && !Console.IsErrorRedirected;
        using var progress = new SweepProgress(output, isTerminal, () => Console.WindowWidth, new SweepEstimate(folder.Path), TimeProvider.System);
        var engines = new LaunchedEngines(LaunchHost.Services(probe, progress.OnNote), context.Tool, LaunchHost.SlurmJob, progress.OnNote);
        var options = new SweepOptions { KeepGoing = choice.KeepGoing, Jobs = choice.Jobs, OuterNodes = LaunchHost.SlurmJob is null ? null : LaunchHost.SlurmNodes ?? 1 };
        var runner = new SweepRunner(folder, options, engines, new ChildBench(OwnProgram.Words, TimeProvider.System), progress, TimeProvider.System);
        return await runner.RunAsync(selected, signals.Stop, signals.AtOnce);
    }

    /// <summary>Ends what killed runs left of their launches, where no run of its own does it.</summary>
    public static async Task CleanUpAsync(IReadOnlyList<string> launches, PlanContext context, CancellationToken cancellation)
    {
        using var probe = new HttpServiceProbe(HttpServiceProbe.NewHandler(), TimeProvider.System);
        var engines = new LaunchedEngines(LaunchHost.Services(probe, Say), context.Tool, LaunchHost.SlurmJob, Say);
        await engines.CleanUpAsync(launches, cancellation);
    }

    /// <summary>Says what a run came to.</summary>
    /// <param name="outcome">What it came to.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="goingOn">How what is missing is measured.</param>
    public static int Conclude(SweepOutcome outcome, string folder, string goingOn)
    {
        Console.Out.WriteLine($"Results: {folder}");
        string counts = $"{outcome.Done} points measured, {outcome.Kept} kept, {outcome.Failed} failed, {outcome.NotBegun} not begun{(outcome.EvalsFailed > 0 ? $", {outcome.EvalsFailed} evaluations failed" : "")}";
        if (outcome.WasInterrupted)
        {
            Say($"interrupted: {counts}; {goingOn}");
            return ExitCode.Interrupted;
        }

        if (!outcome.IsComplete)
        {
            Say($"not complete: {counts}; {goingOn}");
            return outcome is { OnlyEnginesFailed: true, LeftSomething: false } ? ExitCode.Unreachable : ExitCode.Failed;
        }

        if (outcome.Invalid > 0)
        {
            Say($"{outcome.Invalid} points are not valid: each one's result.json says why (load.allow_invalid takes them as they are)");
            return ExitCode.Invalid;
        }

        return ExitCode.Ok;
    }

    private static void Say(string line) => Console.Error.WriteLine("loadgen: " + line);
}
