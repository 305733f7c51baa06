using LoadGen.Launching.Executors;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Life;

/// <summary>One started process with its supervisor, and what has been heard of it.</summary>
internal sealed class LaunchUnit
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _descendants = [];
    private readonly List<IReadOnlyList<string>> _teardown;
    private readonly RunPlace _run;
    private readonly SecretMask _mask;
    private readonly TaskCompletionSource _noted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProcessIdentity? _root;
    private string? _jobStep;

    public LaunchUnit(PlacedProcess placed, RunPlace run, SecretMask mask)
    {
        (Placed, _run, _mask) = (placed, run, mask);
        _teardown = [.. placed.Teardown];
    }

    /// <summary>Hears of a death that matters: a message for people.</summary>
    public event Action<string>? Failed;

    /// <summary>Hears that the manifest is no longer true.</summary>
    public event Action? Changed;

    public PlacedProcess Placed { get; }

    public SupervisedProcess? Supervised { get; private set; }

    /// <summary>Completes when the supervisor knows which processes make up the engine.</summary>
    public Task Noted => _noted.Task;

    public string? ImageDigest { get; set; }

    public string Log => _run.LogOf(Placed.Name);

    /// <summary>Its process ran, however short.</summary>
    public bool HasStarted { get; private set; }

    public bool HasRoot
    {
        get
        {
            lock (_gate)
            {
                return _root is not null;
            }
        }
    }

    /// <summary>All processes that it has been heard of and that have not been heard to end.</summary>
    public IReadOnlyList<ProcessIdentity> Known
    {
        get
        {
            lock (_gate)
            {
                return [.. _root is { } root ? (ProcessIdentity[])[root] : [], .. _descendants.Select(entry => new ProcessIdentity(entry.Key, entry.Value))];
            }
        }
    }

    public IReadOnlyList<IReadOnlyList<string>> Teardown
    {
        get
        {
            lock (_gate)
            {
                return [.. _teardown];
            }
        }
    }

    public void Start(LaunchServices services, TimeSpan grace)
    {
        var order = new SupervisorOrder
        {
            Name = Placed.Name,
            Words = Placed.LaunchWords,
            Environment = Placed.LaunchEnvironment,
            Log = Log,
            GraceMs = (int)grace.TotalMilliseconds,
            Teardown = Placed.Teardown,
        };
        Supervised = SupervisedProcess.Start(services.Own, order, services.Processes, Hear);
        _ = MissAsync(Supervised);
    }

    /// <summary>Puts to use what showed once it ran.</summary>
    public void Add(StartedTrace trace)
    {
        if (trace.Watch is { } process)
        {
            Supervised?.Send(new SupervisorCommand(SupervisorCommand.Watch, process.Pid, process.StartTicks));
        }

        lock (_gate)
        {
            _jobStep = trace.JobStep ?? _jobStep;
            if (trace.Teardown is { } words)
            {
                _teardown.Add(words);
                Supervised?.Send(new SupervisorCommand(SupervisorCommand.AddTeardown, Words: words));
            }
        }

        Changed?.Invoke();
    }

    public ManifestUnit ToManifest(SecretMask mask)
    {
        lock (_gate)
        {
            return new ManifestUnit
            {
                Name = Placed.Name,
                Hosts = [.. Placed.Nodes.Select(node => node.HostName)],
                Command = [.. Placed.Command.Select(mask.Apply)],
                StartedAs = [.. Placed.LaunchWords.Select(mask.Apply)],
                Environment = Placed.Environment.Where(variable => variable.Value is not null)
                    .ToDictionary(variable => variable.Key, variable => SecretName.Is(variable.Key) ? "***" : mask.Apply(variable.Value!)),
                EnvironmentByName = [.. Placed.Environment.Where(variable => variable.Value is null).Select(variable => variable.Key)],
                Image = Placed.Image,
                ImageDigest = ImageDigest,
                Log = Path.GetFileName(Log),
                Container = Placed.Container,
                JobStep = _jobStep,
                Supervisor = Supervised is { } supervised ? new ManifestProcess(supervised.Identity.Pid, supervised.Identity.StartTicks) : null,
                Process = _root is { } root ? new ManifestProcess(root.Pid, root.StartTicks) : null,
                Descendants = [.. _descendants.Select(entry => new ManifestProcess(entry.Key, entry.Value))],
                Teardown = [.. _teardown],
            };
        }
    }

    /// <summary>Takes what the supervisor says.</summary>
    internal void Hear(SupervisorEvent what)
    {
        switch (what.Event)
        {
            case SupervisorEvent.Started:
                lock (_gate)
                {
                    HasStarted = true;
                    _root = new ProcessIdentity(what.Pid, what.StartTicks);
                }

                break;
            case SupervisorEvent.Appeared:
                lock (_gate)
                {
                    _descendants[what.Pid] = what.StartTicks;
                }

                break;
            case SupervisorEvent.Noted:
                _noted.TrySetResult();
                break;
            case SupervisorEvent.NotStarted:
                Failed?.Invoke($"{Placed.Name} cannot be started: {what.Message}");
                break;
            case SupervisorEvent.Exited:
                bool isRoot = Forget(what);
                if (what.IsFailure)
                {
                    Failed?.Invoke(Describe(what, isRoot));
                }

                break;
        }

        Changed?.Invoke();
    }

    private bool Forget(SupervisorEvent what)
    {
        lock (_gate)
        {
            if (_root?.Pid == what.Pid)
            {
                _root = null;
                return true;
            }

            _descendants.Remove(what.Pid);
            return false;
        }
    }

    private string Describe(SupervisorEvent what, bool isRoot)
    {
        string how = what.Status is { } status ? $"ended with {new ExitStatus(status)}" : "ended";
        return isRoot
            ? $"{Placed.Name} {how}"
            : $"{Placed.Name} lost a process: {Shorten(_mask.Apply(what.Command ?? ""))} (pid {what.Pid}) {how} behind its parent's back";
    }

    // A command line of a Python server fills a screen; its first words say what it was. Masked before: half a secret is not found any more.
    private static string Shorten(string command) => command is { Length: > 80 } ? $"'{command[..80]}…'" : $"'{command}'";

    private async Task MissAsync(SupervisedProcess supervised)
    {
        await supervised.Ended;
        if (!supervised.SaidStopped)
        {
            Failed?.Invoke($"{Placed.Name}'s supervisor was killed");
        }
    }
}
