using LoadGen.Launching.Executors;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Life;

/// <summary>Keeps the manifest true: written anew whenever something has changed.</summary>
internal sealed class ManifestKeeper
{
    // Engines start hundreds of helpers: a write for each would be in the way.
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly LaunchPlan _plan;
    private readonly SecretMask _mask;
    private readonly List<LaunchUnit> _units = [];
    private IReadOnlyList<NodePlace> _nodes = [];
    private LaunchManifest _manifest;
    private readonly Action<string> _say;
    private bool _isDirty;
    private bool _hasComplained;

    public ManifestKeeper(string folder, LaunchPlan plan, LaunchManifest first, SecretMask mask, Action<string> say) =>
        (_folder, _plan, _manifest, _mask, _say) = (folder, plan, first, mask, say);

    public LaunchManifest Current
    {
        get
        {
            lock (_gate)
            {
                return Build();
            }
        }
    }

    public IReadOnlyList<LaunchUnit> Units
    {
        get
        {
            lock (_gate)
            {
                return [.. _units];
            }
        }
    }

    public void SetNodes(IReadOnlyList<NodePlace> nodes) => _nodes = nodes;

    public void Add(LaunchUnit unit)
    {
        lock (_gate)
        {
            _units.Add(unit);
        }

        unit.Changed += MarkChanged;
        MarkChanged();
    }

    /// <summary>Writes it now: nothing may be started that no manifest names.</summary>
    /// <exception cref="LaunchException">It cannot be written.</exception>
    public void WriteOrThrow()
    {
        lock (_gate)
        {
            try
            {
                WriteNow();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new LaunchException(LaunchError.NotReady, $"the manifest in {_folder} cannot be written, and without it nothing is started: {e.Message}", null, e);
            }
        }
    }

    /// <summary>Changes what is said of the whole, and writes at once, if that can be: a full disk is no reason to leave an engine behind.</summary>
    public void Update(Func<LaunchManifest, LaunchManifest> change)
    {
        lock (_gate)
        {
            _manifest = change(_manifest);
            TryWrite();
        }
    }

    /// <summary>Writes what has changed, from time to time.</summary>
    public async Task RunAsync(TimeProvider time, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                lock (_gate)
                {
                    if (_isDirty)
                    {
                        TryWrite();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The last state is written by whoever ends the launch.
        }
    }

    private void MarkChanged()
    {
        lock (_gate)
        {
            _isDirty = true;
        }
    }

    private void TryWrite()
    {
        try
        {
            WriteNow();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isDirty = true;
            if (!_hasComplained)
            {
                _hasComplained = true;
                _say($"the manifest in {_folder} cannot be written, and tells an older state until it can: {e.Message}");
            }
        }
    }

    private void WriteNow()
    {
        _isDirty = false;
        ManifestFile.Write(_folder, Build());
    }

    private LaunchManifest Build()
    {
        ManifestUnit? router = _units.FirstOrDefault(unit => unit.Placed.Worker.Name == RouterUnit.Name)?.ToManifest(_mask);
        return _manifest with
        {
            Workers = [.. _plan.Workers.Select(WorkerOf)],
            Router = _plan.Router is { } plan && router is not null && _nodes.Count > 0 ? new ManifestRouter(plan.Protocol, $"http://{_nodes[0].Address}:{plan.Port}", router) : null,
            Job = _units.FirstOrDefault(unit => unit.Placed.Name == SlurmExecutor.HolderName)?.ToManifest(_mask),
        };
    }

    private ManifestWorker WorkerOf(WorkerPlan worker) => new()
    {
        Name = worker.Name,
        Role = worker.Role.ToString().ToLowerInvariant(),
        Node = worker.Node < _nodes.Count ? _nodes[worker.Node].HostName : "",
        NodeIndex = worker.Node,
        Nodes = worker.Nodes,
        Gpus = worker.Gpus,
        Url = worker.Node < _nodes.Count ? $"http://{_nodes[worker.Node].Address}:{worker.Port}" : null,
        BootstrapPort = worker.BootstrapPort,
        ServedBy = worker.ServedBy,
        Units = [.. _units.Where(unit => unit.Placed.Worker.Name == worker.Name).Select(unit => unit.ToManifest(_mask))],
    };
}
