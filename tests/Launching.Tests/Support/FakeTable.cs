using LoadGen.Launching.Executors;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Tests.Support;

/// <summary>A process table that a test fills. SIGTERM ends what does not ignore it, SIGKILL everything.</summary>
internal sealed class FakeTable : IProcessTable, IChildren
{
    private readonly Dictionary<int, ProcessStat> _processes = [];
    private readonly Queue<(int, ExitStatus)> _ended = [];

    public List<(int Pid, int Signal)> Signals { get; } = [];

    public HashSet<int> IgnoringTerm { get; } = [];

    /// <summary>Those that hang in the kernel: no signal ends them.</summary>
    public HashSet<int> Immortal { get; } = [];

    public HashSet<int> OnGpu { get; } = [];

    public Dictionary<int, string> Commands { get; } = [];

    public Dictionary<int, string[]> Cgroups { get; } = [];

    public Dictionary<int, string> Marks { get; } = [];

    public List<string> Started { get; } = [];

    public FakeTable Add(int pid, int parent, long start = 100, char state = 'S', int exit = 0)
    {
        _processes[pid] = new ProcessStat(new ProcessIdentity(pid, start), $"p{pid}", state, parent, exit);
        return this;
    }

    public void Remove(int pid) => _processes.Remove(pid);

    /// <summary>A child ends, and is there to be reaped.</summary>
    public void End(int pid, int status)
    {
        Remove(pid);
        _ended.Enqueue((pid, new ExitStatus(status)));
    }

    public IReadOnlyList<ProcessStat> ReadAll() => [.. _processes.Values];

    public ProcessStat? Read(int pid) => _processes.GetValueOrDefault(pid);

    public bool HoldsGpu(int pid) => OnGpu.Contains(pid);

    public string CommandOf(int pid) => Commands.GetValueOrDefault(pid, $"command of {pid}");

    public string[] CgroupsOf(int pid) => Cgroups.GetValueOrDefault(pid, []);

    public string? VariableOf(int pid, string name) => name == RunPlace.MarkVariable ? Marks.GetValueOrDefault(pid) : null;

    /// <summary>What a process does when it hears a signal, before that takes effect.</summary>
    public Action<int, int>? Heard { get; set; }

    public bool Signal(ProcessIdentity process, int signal)
    {
        if (Read(process.Pid)?.Identity != process)
        {
            return false;
        }

        Heard?.Invoke(process.Pid, signal);

        Signals.Add((process.Pid, signal));
        if (!Immortal.Contains(process.Pid) && (signal == 9 || !IgnoringTerm.Contains(process.Pid)))
        {
            Remove(process.Pid);
        }

        return true;
    }

    public int Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, string? folder, string log)
    {
        Started.Add(string.Join(' ', words));
        int pid = 9000 + Started.Count;
        _ended.Enqueue((pid, new ExitStatus(words[0] == "false" ? 1 << 8 : 0)));
        return pid;
    }

    public (int Pid, ExitStatus Status)? Reap() => _ended.TryDequeue(out (int, ExitStatus) ended) ? ended : null;
}
