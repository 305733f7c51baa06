using LoadGen.Launching.Supervising.Native;

namespace LoadGen.Launching.Supervising;

/// <summary>Ends everything below a supervisor: SIGTERM, time to end, SIGKILL, then the commands for what signals do not reach.</summary>
/// <param name="table">The host's processes.</param>
/// <param name="children">Starts the commands and reaps.</param>
/// <param name="self">The supervisor's pid.</param>
/// <param name="time">Measures the grace.</param>
public sealed class Ending(IProcessTable table, IChildren children, int self, TimeProvider time)
{
    // A process in an uninterruptible call (a GPU driver freeing its memory) outlives SIGKILL for seconds; one that hangs there, for good.
    private static readonly TimeSpan s_afterKill = TimeSpan.FromSeconds(20);

    // docker rm -f gives the engine 10 s of its own.
    private static readonly TimeSpan s_commandLimit = TimeSpan.FromSeconds(60);

    private const string NoLog = "/dev/null";

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(50);

    /// <summary>Ends the processes, and returns when they are gone.</summary>
    /// <param name="grace">How long they may take after SIGTERM.</param>
    /// <param name="atOnce">Cancelled: no more time.</param>
    /// <returns>What could not be ended; null when nothing is left.</returns>
    public async Task<string?> EndProcessesAsync(TimeSpan grace, CancellationToken atOnce)
    {
        var asked = new HashSet<ProcessIdentity>();
        long start = time.GetTimestamp();
        using var timer = new PeriodicTimer(s_period, time);
        while (true)
        {
            IReadOnlyList<ProcessStat> left = Living();
            TimeSpan elapsed = time.GetElapsedTime(start);
            bool isKilling = elapsed >= grace || atOnce.IsCancellationRequested;
            if (left.Count == 0)
            {
                return null;
            }

            if (elapsed >= grace + s_afterKill)
            {
                return $"after SIGKILL there is still {string.Join(", ", left.Select(stat => $"{stat.Name} (pid {stat.Identity.Pid}, state {stat.State})"))}: it hangs in the kernel; a reset of its GPU or a restart of the host ends it";
            }

            foreach (ProcessStat stat in left.Where(stat => isKilling || asked.Add(stat.Identity)))
            {
                table.Signal(stat.Identity, isKilling ? Libc.SigKill : Libc.SigTerm);
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Runs the commands, one after the other, each to its end.</summary>
    /// <returns>Which failed, and how; null when all went well.</returns>
    public async Task<string?> RunAsync(IReadOnlyList<IReadOnlyList<string>> commands, string log)
    {
        var problems = new List<string>();
        foreach (IReadOnlyList<string> words in commands)
        {
            if (await RunOneAsync(words, log) is { } problem)
            {
                problems.Add($"'{string.Join(' ', words)}': {problem}");
            }
        }

        return problems.Count == 0 ? null : string.Join("; ", problems);
    }

    private async Task<string?> RunOneAsync(IReadOnlyList<string> words, string log)
    {
        int pid;
        try
        {
            pid = Start(words, log);
        }
        catch (SupervisorException e)
        {
            return e.Message;
        }

        using var timer = new PeriodicTimer(s_period, time);
        long start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < s_commandLimit)
        {
            while (children.Reap() is { } ended)
            {
                if (ended.Pid == pid)
                {
                    return ended.Status.Code == 0 ? null : ended.Status.ToString();
                }
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        await EndProcessesAsync(TimeSpan.Zero, CancellationToken.None);
        return $"not over after {s_commandLimit.TotalSeconds:0} s";
    }

    private int Start(IReadOnlyList<string> words, string log)
    {
        try
        {
            return children.Start(words, new Dictionary<string, string>(), null, log);
        }
        catch (SupervisorException)
        {
            // A log that cannot be opened (a full disk, a deleted folder) must not keep a container alive. A missing program fails again.
            return children.Start(words, new Dictionary<string, string>(), null, NoLog);
        }
    }

    private IReadOnlyList<ProcessStat> Living()
    {
        while (children.Reap() is not null)
        {
            // Zombies of ours are of no more interest: what lives is looked for below.
        }

        return [.. ProcessTree.Below(self, table.ReadAll()).Where(stat => !stat.IsDead)];
    }
}
