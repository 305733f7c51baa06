using LoadGen.Routing.Admission;
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
    private readonly PoolLoad _load = new();
    private volatile Worker[] _snapshot = [];
    private volatile IPicker _picker;
    private volatile HandoffAdmission? _handoffs;

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

    /// <summary>What its workers have to do together.</summary>
    public PoolLoad Load => _load;

    /// <summary>Keeps requests from workers that hold too many hand-offs; null where their number does not matter.</summary>
    public HandoffAdmission? Handoffs => _handoffs;

    /// <summary>
    /// Chooses a worker, takes its breaker's permission and counts the load, so that the next choice sees it. Whoever gets a worker gives it
    /// back with <see cref="Release(in Pick, long, Pairs.LegOutcome)"/>.
    /// </summary>
    public Pick Pick(in PickRequest request)
    {
        HandoffAdmission? handoffs = _handoffs;
        if (handoffs is { IsOpen: false })
        {
            return new Pick(null, PickReasons.PinnedFull);
        }

        IPicker picker = _picker;
        PickRequest attempt = request;
        bool metFull = false;
        for (int i = 0; i < TriesMax; i++)
        {
            Pick pick = picker.Pick(attempt);
            if (pick.Worker is not { } worker)
            {
                return metFull ? new Pick(null, PickReasons.PinnedFull) : pick;
            }

            if (handoffs is not null && !handoffs.HasRoom(worker))
            {
                metFull = true;
            }
            else if (TryBegin(worker, request, out BreakerPass pass))
            {
                return pick with { Pass = pass };
            }

            attempt = attempt with { Tried = [.. attempt.Tried ?? [], worker] };
        }

        return metFull ? PickWithRoom(handoffs!, attempt) : new Pick(null, PickReasons.NoneAdmitted);
    }

    /// <summary>Gives a picked worker back: its leg ended so. A leg that began before the breaker last changed does not count for it.</summary>
    public static void Release(in Pick pick, long promptTokens, Pairs.LegOutcome outcome)
    {
        if (pick.Worker is { } worker)
        {
            worker.Load.End(promptTokens);
            worker.Breaker.Report(pick.Pass, outcome);
        }
    }

    /// <summary>Gives a picked worker back where the pick itself is not at hand: its leg ended so.</summary>
    public static void Release(Worker worker, long promptTokens, Pairs.LegOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(worker);
        worker.Load.End(promptTokens);
        worker.Breaker.Report(outcome);
    }

    // Where most workers are full, the policy's draws can miss the few that are not.
    private static Pick PickWithRoom(HandoffAdmission handoffs, PickRequest attempt)
    {
        for (int i = 0; i < TriesMax; i++)
        {
            if (handoffs.Draw(attempt) is not { } worker)
            {
                return new Pick(null, PickReasons.PinnedFull);
            }

            if (TryBegin(worker, attempt, out BreakerPass pass))
            {
                return new Pick(worker, PickReasons.PinnedRoom) { Pass = pass };
            }

            attempt = attempt with { Tried = [.. attempt.Tried ?? [], worker] };
        }

        return new Pick(null, PickReasons.NoneAdmitted);
    }

    private static bool TryBegin(Worker worker, in PickRequest request, out BreakerPass pass)
    {
        pass = default;
        if (worker.State != WorkerState.Healthy || !worker.Breaker.TryEnter(out pass))
        {
            return false;
        }

        worker.Load.Begin(request.PromptTokens);
        return true;
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

    /// <summary>Bounds the hand-offs of its workers from now on; null: no more.</summary>
    internal void SetHandoffs(HandoffAdmission? handoffs)
    {
        lock (_lock)
        {
            _handoffs = handoffs;
            foreach (Worker worker in _workers)
            {
                Watch(worker);
            }

            Rebuild();
        }
    }

    /// <summary>Takes workers out and others in, in one step.</summary>
    internal void Change(IReadOnlyCollection<Worker> removed, IReadOnlyCollection<Worker> added)
    {
        lock (_lock)
        {
            foreach (Worker worker in removed)
            {
                worker.State = WorkerState.Removed;
                worker.Breaker.Changed = null;
                worker.Load.PinnedChanged = null;
            }

            if (removed.Count > 0)
            {
                _workers.RemoveAll(worker => worker.State == WorkerState.Removed);
            }

            foreach (Worker worker in added)
            {
                worker.Load.Pool = _load;
                worker.Breaker.Changed = Refresh;
                Watch(worker);
            }

            _workers.AddRange(added);
            Rebuild();
            if (removed.Count > 0)
            {
                Policy.Forget(removed);
            }
        }
    }

    internal void Add(Worker worker) => Change([], [worker]);

    internal void Remove(Worker worker) => Change([worker], []);

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

    private void Watch(Worker worker)
    {
        HandoffAdmission? handoffs = _handoffs;
        worker.Load.PinnedChanged = handoffs is null ? null : (pinned, change) => handoffs.OnPinned(worker, pinned, change);
    }

    private void Rebuild()
    {
        _snapshot = [.. _workers];
        Worker[] eligible = [.. _workers.Where(w => w.State == WorkerState.Healthy && w.Breaker.State != BreakerState.Open)];
        _picker = Policy.Prepare(eligible);
        _handoffs?.Reset(eligible);
    }
}
