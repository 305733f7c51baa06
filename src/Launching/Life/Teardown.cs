using LoadGen.Launching.Executors;
using LoadGen.Launching.Supervising;
using LoadGen.Launching.Supervising.Native;

namespace LoadGen.Launching.Life;

/// <summary>Ends units: through their supervisors, and without them where a supervisor is gone.</summary>
internal sealed class Teardown(LaunchServices services, RunPlace run, LaunchOptions options)
{
    // What a supervisor allows itself besides the grace: SIGKILL's effect and the commands of its teardown.
    private static readonly TimeSpan s_supervisorLimit = TimeSpan.FromMinutes(3);

    /// <summary>Ends them: the router, then the workers together, then what holds the nodes.</summary>
    /// <returns>What could not be ended.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<LaunchUnit> units, CancellationToken atOnce)
    {
        var problems = new List<string>();
        foreach (IGrouping<int, LaunchUnit> group in units.GroupBy(OrderOf).OrderBy(group => group.Key))
        {
            problems.AddRange((await Task.WhenAll(group.Select(unit => EndAsync(unit, atOnce)))).SelectMany(found => found));
        }

        return problems;
    }

    private static int OrderOf(LaunchUnit unit) => unit.Placed.Name switch
    {
        RouterUnit.Name => 0,
        SlurmExecutor.HolderName => 2,
        _ => 1,
    };

    private async Task<IReadOnlyList<string>> EndAsync(LaunchUnit unit, CancellationToken atOnce)
    {
        if (unit.Supervised is not { } supervised)
        {
            return [];
        }

        supervised.Send(new SupervisorCommand(atOnce.IsCancellationRequested ? SupervisorCommand.Kill : SupervisorCommand.Stop));
        await using CancellationTokenRegistration registration = atOnce.Register(() => supervised.Send(new SupervisorCommand(SupervisorCommand.Kill)));
        try
        {
            await supervised.Ended.WaitAsync(options.Grace + s_supervisorLimit, services.Time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            services.Say($"{unit.Placed.Name}: its supervisor does not end: ending everything without it");
            services.Processes.Signal(supervised.Identity, Libc.SigKill);
        }

        if (supervised.SaidStopped && supervised.Trouble is null)
        {
            return [];
        }

        // What a supervisor could not do is tried once more, and then told: a daemon that was restarting has come back meanwhile.
        return await EndWithoutSupervisorAsync(unit);
    }

    private async Task<IReadOnlyList<string>> EndWithoutSupervisorAsync(LaunchUnit unit)
    {
        var problems = new List<string>();
        IReadOnlyList<ProcessStat> left = await new OwnedProcesses(services.Processes, services.Time).EndAsync(unit.Known, run.MarkOf(unit.Placed.Name), options.Grace);
        if (left.Count > 0)
        {
            problems.Add($"{unit.Placed.Name}: still there: {string.Join(", ", left.Select(stat => $"{stat.Name} (pid {stat.Identity.Pid})"))}");
        }

        foreach (IReadOnlyList<string> words in unit.Teardown)
        {
            if ((await TeardownCommand.RunAsync(services.Programs, words)).Problem is { } problem)
            {
                problems.Add($"{unit.Placed.Name}: {problem}");
            }
        }

        return problems;
    }
}
