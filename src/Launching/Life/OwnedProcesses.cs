using LoadGen.Launching.Executors;
using LoadGen.Launching.Supervising;
using LoadGen.Launching.Supervising.Native;

namespace LoadGen.Launching.Life;

/// <summary>
/// Ends processes without their supervisor: those that are known by pid and start, whatever descends from them, and whatever bears the
/// launch's mark in its environment. Nothing else.
/// </summary>
/// <param name="table">The host's processes.</param>
/// <param name="time">Measures the grace.</param>
public sealed class OwnedProcesses(IProcessTable table, TimeProvider time)
{
    private static readonly TimeSpan s_afterKill = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);

    /// <summary>Those of the given ones that still live, their descendants, and all that bear the mark. Never this process.</summary>
    /// <param name="known">Processes that are known.</param>
    /// <param name="mark">A process's mark; with a slash at its end, the mark of all of a launch.</param>
    public IReadOnlyList<ProcessStat> Find(IReadOnlyCollection<ProcessIdentity> known, string mark)
    {
        ArgumentNullException.ThrowIfNull(known);
        IReadOnlyList<ProcessStat> all = table.ReadAll();
        ProcessStat[] roots = [.. all.Where(stat => known.Contains(stat.Identity) || Bears(stat.Identity.Pid, mark))];
        return [.. roots.Concat(roots.SelectMany(root => ProcessTree.Below(root.Identity.Pid, all))).Where(stat => !stat.IsDead && stat.Identity.Pid != Environment.ProcessId).DistinctBy(stat => stat.Identity)];
    }

    /// <summary>SIGTERM, the grace, SIGKILL.</summary>
    /// <param name="known">Processes that are known.</param>
    /// <param name="mark">Whose mark others bear.</param>
    /// <param name="grace">How long they may take after SIGTERM.</param>
    /// <param name="atOnce">Cancelled: no more time.</param>
    /// <returns>What is left all the same.</returns>
    public async Task<IReadOnlyList<ProcessStat>> EndAsync(IReadOnlyCollection<ProcessIdentity> known, string mark, TimeSpan grace, CancellationToken atOnce = default)
    {
        // A descendant whose parent has ended is found by nothing any more but by having been seen once.
        var seen = new HashSet<ProcessIdentity>(known);
        var asked = new HashSet<ProcessIdentity>();
        long start = time.GetTimestamp();
        using var timer = new PeriodicTimer(s_period, time);
        while (true)
        {
            IReadOnlyList<ProcessStat> left = Find(seen, mark);
            TimeSpan elapsed = time.GetElapsedTime(start);
            if (left.Count == 0 || elapsed > grace + s_afterKill)
            {
                return left;
            }

            seen.UnionWith(left.Select(stat => stat.Identity));
            bool isKilling = elapsed >= grace || atOnce.IsCancellationRequested;
            foreach (ProcessStat stat in left.Where(stat => isKilling || asked.Add(stat.Identity)))
            {
                table.Signal(stat.Identity, isKilling ? Libc.SigKill : Libc.SigTerm);
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private bool Bears(int pid, string mark) =>
        table.VariableOf(pid, RunPlace.MarkVariable) is { } value && (mark.EndsWith('/') ? value.StartsWith(mark, StringComparison.Ordinal) : value == mark);
}
