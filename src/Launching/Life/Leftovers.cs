using LoadGen.Launching.Manifests;
using LoadGen.Launching.Supervising;
using LoadGen.Launching.Supervising.Native;

namespace LoadGen.Launching.Life;

/// <summary><c>loadgen launch --stop DIR</c>: ends what a manifest owns, and nothing else, when its launcher is gone or does not end.</summary>
/// <param name="services">Processes, programs, the clock, where lines of progress go.</param>
public sealed class Leftovers(LaunchServices services)
{
    // What a launcher that lives takes for its own teardown: grace, SIGKILL, the GPUs' memory.
    private static readonly TimeSpan s_launcherLimit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(200);

    /// <summary>Ends it: all that can be, whatever cannot.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <returns>How many processes and containers were found and ended.</returns>
    /// <exception cref="LaunchException">There is no manifest, or it is another host's, or something cannot be ended: then all the rest has been.</exception>
    public async Task<int> EndAsync(string folder)
    {
        LaunchManifest manifest = ManifestFile.Read(folder);
        if (manifest.Host != Environment.MachineName)
        {
            throw new LaunchException(LaunchError.Unusable, $"{folder} was launched from the host {manifest.Host}: run loadgen launch --stop there");
        }

        // After another boot nothing of it runs, and its pids are others'. Containers and jobs may have survived.
        bool isThisBoot = manifest.BootId == BootId.Read();
        if (isThisBoot)
        {
            await AskLauncherAsync(Identity(manifest.Launcher));
            // It may have started more until it heard of its end.
            manifest = ManifestFile.Read(folder);
        }

        var problems = new List<string>();
        var steps = new LeftoverSteps(services.Programs, manifest);
        int count = 0;
        foreach (ManifestUnit unit in UnitsOf(manifest))
        {
            ProcessIdentity[] known = [.. new[] { unit.Supervisor, unit.Process }.OfType<ManifestProcess>().Concat(unit.Descendants).Select(Identity)];
            count += isThisBoot ? await EndProcessesAsync(unit.Name, known, $"{manifest.Launch}/{unit.Name}", problems) : 0;
            count += await TearDownAsync(unit, steps, problems);
        }

        if (isThisBoot)
        {
            // What was started after the last word in the manifest, and the command that ran beside the engine.
            count += await EndProcessesAsync("the launch", [], $"{manifest.Launch}/", problems);
        }

        if (problems.Count == 0)
        {
            Conclude(folder, problems);
        }

        return problems.Count == 0
            ? count
            : throw new LaunchException(LaunchError.Died, $"not everything of {folder} could be ended: {problems.Count} problem{(problems.Count == 1 ? "" : "s")}", problems);
    }

    private static ProcessIdentity Identity(ManifestProcess process) => new(process.Pid, process.StartTicks);

    // The router first, so that engines see their requests end; whatever holds the nodes last.
    private static IReadOnlyList<ManifestUnit> UnitsOf(LaunchManifest manifest) =>
    [
        .. manifest.Router is { } router ? [router.Unit] : (ManifestUnit[])[],
        .. manifest.Workers.SelectMany(worker => worker.Units),
        .. manifest.Job is { } job ? [job] : (ManifestUnit[])[],
    ];

    private async Task AskLauncherAsync(ProcessIdentity launcher)
    {
        if (launcher.Pid == Environment.ProcessId || !services.Processes.Signal(launcher, Libc.SigTerm))
        {
            return;
        }

        services.Say($"its launcher (pid {launcher.Pid}) lives: asked it to end");
        long start = services.Time.GetTimestamp();
        using var timer = new PeriodicTimer(s_period, services.Time);
        while (services.Processes.Read(launcher.Pid) is { IsDead: false } stat && stat.Identity == launcher)
        {
            if (services.Time.GetElapsedTime(start) >= s_launcherLimit)
            {
                // It would start again what is ended here.
                services.Say($"its launcher has not ended within {s_launcherLimit.TotalMinutes:0} min: killed it");
                services.Processes.Signal(launcher, Libc.SigKill);
                return;
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task<int> EndProcessesAsync(string name, ProcessIdentity[] known, string mark, List<string> problems)
    {
        var owned = new OwnedProcesses(services.Processes, services.Time);
        int found = owned.Find(known, mark).Count;
        IReadOnlyList<ProcessStat> left = await owned.EndAsync(known, mark, s_grace);
        if (left.Count > 0)
        {
            problems.Add($"{name}: {string.Join(", ", left.Select(stat => $"{stat.Name} (pid {stat.Identity.Pid})"))} cannot be ended: it hangs in the kernel, or belongs to another user");
        }

        return found - left.Count;
    }

    private async Task<int> TearDownAsync(ManifestUnit unit, LeftoverSteps steps, List<string> problems)
    {
        int count = 0;
        foreach (IReadOnlyList<string> words in unit.Teardown)
        {
            (string? problem, bool isOurs) = await steps.IsOursAsync(unit, words);
            bool hasRemoved = false;
            if (isOurs)
            {
                (problem, hasRemoved) = await TeardownCommand.RunAsync(services.Programs, words);
            }

            count += hasRemoved ? 1 : 0;
            if (problem is not null)
            {
                problems.Add($"{unit.Name}: {problem}");
            }
        }

        return count;
    }

    private void Conclude(string folder, List<string> problems)
    {
        try
        {
            LaunchManifest now = ManifestFile.Read(folder);
            if (now.State is not (LaunchState.Stopped or LaunchState.Failed))
            {
                ManifestFile.Write(folder, now with { State = LaunchState.Failed, Failure = now.Failure ?? "its launcher was gone; ended by loadgen launch --stop", EndedAt = services.Time.GetUtcNow() });
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"everything has ended, and the manifest cannot say so: {e.Message}");
        }
    }
}
