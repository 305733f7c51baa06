using LoadGen.Routing.Health;
using LoadGen.Routing.Policies;

namespace LoadGen.Routing.Workers;

/// <summary>The workers of one role and the policy that chooses among them. Thread-safe; picking takes no lock.</summary>
public sealed class Pool
{
    // A half-open breaker or a removal that came meanwhile can turn a choice down; then another is made, this often at most.
    private const int TriesMax = 8;

    private readonly Lock _lock = new();
    private readonly List<Worker> _workers = [];
    private volatile Worker[] _snapshot = [];
    private volatile IPicker _picker;

    /// <summary>Creates an empty pool.</summary>
    public Pool(WorkerRole role, IWorkerPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Role = role;
        Policy = policy;
        _picker = policy.Prepare([]);
    }

    /// <summary>What its workers do.</summary>
    public WorkerRole Role { get; }

    /// <summary>How it chooses.</summary>
    public IWorkerPolicy Policy { get; private set; }

    /// <summary>All its workers, whatever their state, oldest first.</summary>
    public IReadOnlyList<Worker> Workers => _snapshot;

    /// <summary>How many workers can be picked.</summary>
    public int EligibleCount => _picker.Count;

    /// <summary>
    /// Chooses a worker, takes its breaker's permission and counts the load, so that the next choice sees it. Whoever gets a worker gives it
    /// back with <see cref="Release"/>.
    /// </summary>
    public Pick Pick(in PickRequest request)
    {
        PickRequest attempt = request;
        for (int i = 0; i < TriesMax; i++)
        {
            Pick pick = _picker.Pick(attempt);
            if (pick.Worker is not { } worker)
            {
                return pick;
            }

            if (worker.State == WorkerState.Healthy && worker.Breaker.TryEnter())
            {
                worker.Load.Begin(request.PromptTokens);
                return pick;
            }

            attempt = attempt with { Tried = [.. attempt.Tried ?? [], worker] };
        }

        return new Pick(null, "none_admitted");
    }

    /// <summary>Gives a picked worker back: its leg ended so.</summary>
    public static void Release(Worker worker, long promptTokens, Pairs.LegOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(worker);
        worker.Load.End(promptTokens);
        worker.Breaker.Report(outcome);
    }

    /// <summary>Takes another policy from now on.</summary>
    internal void SetPolicy(IWorkerPolicy policy)
    {
        lock (_lock)
        {
            Policy = policy;
            Rebuild();
        }
    }

    internal void Add(Worker worker)
    {
        lock (_lock)
        {
            _workers.Add(worker);
            worker.Breaker.Changed = Refresh;
            Rebuild();
        }
    }

    internal void Remove(Worker worker)
    {
        lock (_lock)
        {
            worker.State = WorkerState.Removed;
            worker.Breaker.Changed = null;
            _workers.Remove(worker);
            Rebuild();
        }
    }

    /// <summary>Changes a worker's state if it is still in <paramref name="from"/>.</summary>
    internal bool TryChange(Worker worker, Func<WorkerState, bool> from, WorkerState to)
    {
        lock (_lock)
        {
            if (worker.State == to || !from(worker.State))
            {
                return false;
            }

            worker.State = to;
            Rebuild();
            return true;
        }
    }

    private void Refresh()
    {
        lock (_lock)
        {
            Rebuild();
        }
    }

    private void Rebuild()
    {
        _snapshot = [.. _workers];
        _picker = Policy.Prepare([.. _workers.Where(w => w.State == WorkerState.Healthy && w.Breaker.State != BreakerState.Open)]);
    }
}
