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
    private static readonly TimeSpan s_commandLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(200);

    /// <summary>Ends it.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <returns>How many processes were found and ended.</returns>
    /// <exception cref="LaunchException">There is no manifest, or it is another host's, or something cannot be ended.</exception>
    public async Task<int> EndAsync(string folder)
    {
        LaunchManifest manifest = ManifestFile.Read(folder);
        if (manifest.Host != Environment.MachineName)
        {
            throw new LaunchException(LaunchError.Unusable, $"{folder} was launched from the host {manifest.Host}: run loadgen launch --stop there");
        }

        // After another boot nothing of it runs, and its pids are others'. Containers and jobs may have survived.
        bool isThisBoot = manifest.BootId == BootId.Read();
        int count = 0;
        if (isThisBoot)
        {
            await AskLauncherAsync(Identity(manifest.Launcher));
        }

        IReadOnlyList<ManifestUnit> units = [.. manifest.Router is { } router ? [router.Unit] : (ManifestUnit[])[], .. manifest.Workers.SelectMany(worker => worker.Units), .. manifest.Job is { } job ? [job] : (ManifestUnit[])[]];
        foreach (ManifestUnit unit in units)
        {
            count += await EndAsync(unit, manifest, isThisBoot);
        }

        LaunchManifest now = ManifestFile.Read(folder);
        if (now.State is not (LaunchState.Stopped or LaunchState.Failed))
        {
            ManifestFile.Write(folder, now with { State = LaunchState.Failed, Failure = now.Failure ?? "its launcher was gone; ended by loadgen launch --stop", EndedAt = services.Time.GetUtcNow() });
        }

        return count;
    }

    private static ProcessIdentity Identity(ManifestProcess process) => new(process.Pid, process.StartTicks);

    private async Task AskLauncherAsync(ProcessIdentity launcher)
    {
        if (launcher.Pid == Environment.ProcessId || !services.Processes.Signal(launcher, Libc.SigTerm))
        {
            return;
        }

        services.Say($"its launcher (pid {launcher.Pid}) lives: asked it to end");
        long start = services.Time.GetTimestamp();
        using var timer = new PeriodicTimer(s_period, services.Time);
        while (services.Processes.Read(launcher.Pid) is { IsDead: false } stat && stat.Identity == launcher && services.Time.GetElapsedTime(start) < s_launcherLimit)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task<int> EndAsync(ManifestUnit unit, LaunchManifest manifest, bool isThisBoot)
    {
        int count = 0;
        if (isThisBoot)
        {
            var owned = new OwnedProcesses(services.Processes, services.Time);
            string mark = $"{manifest.Launch}/{unit.Name}";
            ProcessIdentity[] known = [.. new[] { unit.Supervisor, unit.Process }.OfType<ManifestProcess>().Concat(unit.Descendants).Select(Identity)];
            count = owned.Find(known, mark).Count;
            IReadOnlyList<ProcessStat> left = await owned.EndAsync(known, mark, s_grace);
            if (left.Count > 0)
            {
                throw new LaunchException(LaunchError.Died, $"{unit.Name}: {string.Join(", ", left.Select(stat => $"{stat.Name} (pid {stat.Identity.Pid})"))} cannot be ended: it hangs in the kernel, or belongs to another user");
            }
        }

        foreach (IReadOnlyList<string> words in unit.Teardown)
        {
            try
            {
                await services.Programs.RunAsync(words, s_commandLimit, CancellationToken.None);
            }
            catch (Programs.ProgramException e)
            {
                services.Say($"{unit.Name}: {e.Message}");
            }
        }

        return count;
    }
}
