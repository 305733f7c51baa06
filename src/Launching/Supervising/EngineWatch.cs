namespace LoadGen.Launching.Supervising;

/// <summary>Every process of one engine: seen when it appears, missed when it is gone.</summary>
/// <param name="table">The host's processes.</param>
/// <param name="children">What can be reaped.</param>
/// <param name="self">The supervisor's pid, from which all owned processes descend.</param>
/// <param name="time">Tells how old processes are.</param>
public sealed class EngineWatch(IProcessTable table, IChildren children, int self, TimeProvider time)
{
    // Scans are a second apart; one that readiness or a container brings on between two of them is no second look.
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<int, WatchedProcess> _known = [];
    private readonly Dictionary<int, ExitStatus> _reaped = [];
    private readonly List<ProcessIdentity> _foreignRoots = [];
    private int _rootPid;
    private bool _isReady;

    /// <summary>Those that live, as far as is known.</summary>
    public IReadOnlyCollection<WatchedProcess> Living => _known.Values;

    /// <summary>Says which process was started.</summary>
    public WatchedProcess AddRoot(int pid, string command)
    {
        _rootPid = pid;
        // One that has ended already is a zombie until it is reaped, so that it is found in any case.
        var process = new WatchedProcess { Identity = table.Read(pid)?.Identity ?? new ProcessIdentity(pid, 0), Command = command, IsRoot = true };
        _known[pid] = process;
        return process;
    }

    /// <summary>Also watches a process that is not the supervisor's, and all below it.</summary>
    public void AddForeign(ProcessIdentity process) => _foreignRoots.Add(process);

    /// <summary>The engine serves.</summary>
    public void MarkReady()
    {
        Scan();
        _isReady = true;
        foreach (WatchedProcess process in _known.Values)
        {
            process.WasAliveWhenReady = true;
        }
    }

    /// <summary>Looks through all processes for new ones.</summary>
    /// <returns>Those not seen before.</returns>
    public IReadOnlyList<WatchedProcess> Scan()
    {
        IReadOnlyList<ProcessStat> all = table.ReadAll();
        var found = new List<WatchedProcess>();
        AddNew(ProcessTree.Below(self, all), isOwned: true, found);
        foreach (ProcessStat root in all.Where(stat => _foreignRoots.Contains(stat.Identity)))
        {
            AddNew([root, .. ProcessTree.Below(root.Identity.Pid, all)], isOwned: false, found);
        }

        foreach (WatchedProcess process in _known.Values)
        {
            // What was seen between fork and exec had its parent's command line, and its parent's GPUs.
            string command = table.CommandOf(process.Identity.Pid);
            LookForGpu(process, command);
            process.Command = process.IsRoot || command.Length == 0 ? process.Command : command;
        }

        return found;
    }

    /// <summary>Looks at the known ones alone, which is cheap.</summary>
    /// <returns>Those that have ended since the last look.</returns>
    public IReadOnlyList<ProcessDeath> TakeDeaths()
    {
        // Before reaping: a zombie tells how it ended, and a reaped one is told by its status.
        var deaths = new List<ProcessDeath>();
        Dictionary<int, ProcessStat?> seen = _known.Keys.ToDictionary(pid => pid, table.Read);
        while (children.Reap() is { } ended)
        {
            _reaped[ended.Pid] = ended.Status;
        }

        foreach ((int pid, ProcessStat? stat) in seen)
        {
            WatchedProcess process = _known[pid];
            bool isOther = stat is not null && stat.Identity != process.Identity && process.Identity.StartTicks != 0;
            bool isReaped = _reaped.Remove(pid, out ExitStatus status);
            if (!isReaped && stat is { IsDead: false } && !isOther)
            {
                continue;
            }

            _known.Remove(pid);
            ExitStatus? how = isReaped ? status : stat is { IsDead: true } && !isOther ? new ExitStatus(stat.ExitStatus) : null;
            deaths.Add(new ProcessDeath(process, how, DeathJudge.IsFailure(process, how, _isReady, time.GetElapsedTime(process.FirstSeen))));
        }

        // Whatever else was reaped came and went between two scans.
        _reaped.Clear();
        return deaths;
    }

    private void LookForGpu(WatchedProcess process, string command)
    {
        bool holds = table.HoldsGpu(process.Identity.Pid);
        if (!holds || command != process.CommandOnGpu)
        {
            (process.CommandOnGpu, process.OnGpuSince) = (holds ? command : null, time.GetTimestamp());
        }
        else if (time.GetElapsedTime(process.OnGpuSince) >= s_betweenLooks)
        {
            process.HeldGpu = true;
        }
    }

    private void AddNew(IReadOnlyList<ProcessStat> stats, bool isOwned, List<WatchedProcess> found)
    {
        foreach (ProcessStat stat in stats.Where(stat => !stat.IsDead && stat.Identity.Pid != _rootPid))
        {
            if (_known.TryGetValue(stat.Identity.Pid, out WatchedProcess? known) && known.Identity == stat.Identity)
            {
                continue;
            }

            // A new one with a known pid: the old one's end was missed. It is kept until the next look finds it gone.
            if (known is null)
            {
                var process = new WatchedProcess { Identity = stat.Identity, Command = stat.Name, IsOwned = isOwned, FirstSeen = time.GetTimestamp() };
                _known[stat.Identity.Pid] = process;
                found.Add(process);
            }
        }
    }
}
