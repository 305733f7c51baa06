using LoadGen.Routing.Health;

namespace LoadGen.Routing.Workers;

/// <summary>All workers of a router, in the pools of their roles. Thread-safe.</summary>
public sealed class Fleet
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Worker> _byId = new(StringComparer.Ordinal);
    private readonly Func<CircuitBreaker> _newBreaker;
    private readonly bool _probes;
    private long _lastNumber;

    /// <summary>Creates a fleet without workers.</summary>
    /// <param name="prefill">The pool of prefill workers.</param>
    /// <param name="decode">The pool of decode workers.</param>
    /// <param name="both">The pool of aggregated workers.</param>
    /// <param name="newBreaker">Makes a worker's breaker.</param>
    /// <param name="probes">Workers are probed: they start as <see cref="WorkerState.Starting"/>; else as healthy.</param>
    public Fleet(Pool prefill, Pool decode, Pool both, Func<CircuitBreaker> newBreaker, bool probes)
    {
        Prefill = prefill;
        Decode = decode;
        Both = both;
        _newBreaker = newBreaker;
        _probes = probes;
    }

    /// <summary>Raised after the set of workers, or a worker's state, has changed; outside of any lock, on whatever thread.</summary>
    public event Action? Changed;

    /// <summary>The prefill workers.</summary>
    public Pool Prefill { get; }

    /// <summary>The decode workers.</summary>
    public Pool Decode { get; }

    /// <summary>The aggregated workers.</summary>
    public Pool Both { get; }

    /// <summary>All workers, pool by pool.</summary>
    public IReadOnlyList<Worker> Workers => [.. Prefill.Workers, .. Decode.Workers, .. Both.Workers];

    /// <summary>The pool of a role.</summary>
    public Pool PoolOf(WorkerRole role) => role switch
    {
        WorkerRole.Prefill => Prefill,
        WorkerRole.Decode => Decode,
        _ => Both,
    };

    /// <summary>The worker with this id.</summary>
    public Worker? Find(string id)
    {
        lock (_lock)
        {
            return _byId.GetValueOrDefault(id);
        }
    }

    /// <summary>Adds a worker.</summary>
    /// <returns>The worker; null when one with its id is there already.</returns>
    public Worker? TryAdd(WorkerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Worker? worker;
        lock (_lock)
        {
            worker = AddUnlessThere(settings);
        }

        RaiseIf(worker is not null);
        return worker;
    }

    /// <summary>Takes a worker out. What it is doing goes on; nothing new comes to it.</summary>
    public bool TryRemove(string id)
    {
        bool removed;
        lock (_lock)
        {
            removed = RemoveIfThere(id);
        }

        RaiseIf(removed);
        return removed;
    }

    /// <summary>
    /// Makes the workers of one source exactly these, in one step: new ones are added, changed ones replaced, others of that source taken
    /// out. Workers of other sources stay, and win where both name the same id.
    /// </summary>
    public void Apply(WorkerSource source, IReadOnlyList<WorkerSettings> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        bool changed;
        lock (_lock)
        {
            // Two names may stand for the same address: the first says what it is.
            var wanted = settings.DistinctBy(s => s.Id, StringComparer.Ordinal).ToDictionary(s => s.Id, StringComparer.Ordinal);
            Worker[] removed =
            [
                .. _byId.Values.Where(worker => worker.Settings.Source == source
                    && (!wanted.TryGetValue(worker.Id, out WorkerSettings? same) || same != worker.Given)),
            ];
            foreach (Worker worker in removed)
            {
                _byId.Remove(worker.Id);
            }

            Worker[] added = [.. wanted.Values.Where(one => !_byId.ContainsKey(one.Id)).Select(one => Create(one))];

            // Each pool is told once: a pool's rebuild costs O(workers).
            changed = removed.Length + added.Length > 0;
            foreach (IGrouping<Pool, (Worker Worker, bool IsNew)> pool in removed.Select(w => (Worker: w, IsNew: false))
                .Concat(added.Select(w => (Worker: w, IsNew: true))).GroupBy(change => PoolOf(change.Worker.Role)))
            {
                pool.Key.Change(
                    [.. pool.Where(change => !change.IsNew).Select(change => change.Worker)],
                    [.. pool.Where(change => change.IsNew).Select(change => change.Worker)]);
            }
        }

        RaiseIf(changed);
    }

    /// <summary>Says what a probe found. A draining worker stays so.</summary>
    /// <returns>The worker's state has changed.</returns>
    public bool SetHealth(Worker worker, bool isHealthy)
    {
        ArgumentNullException.ThrowIfNull(worker);
        WorkerState to = isHealthy ? WorkerState.Healthy : WorkerState.Unhealthy;
        bool changed = PoolOf(worker.Role).TryChange(
            worker, s => s is WorkerState.Starting or WorkerState.Healthy or WorkerState.Unhealthy, to);
        RaiseIf(changed);
        return changed;
    }

    /// <summary>Gives a worker nothing new.</summary>
    public bool TryDrain(string id) =>
        Find(id) is { } worker && Raise(PoolOf(worker.Role).TryChange(worker, s => s != WorkerState.Removed, WorkerState.Draining));

    /// <summary>Ends a worker's draining.</summary>
    public bool TryResume(string id) =>
        Find(id) is { } worker && Raise(PoolOf(worker.Role).TryChange(
            worker, s => s == WorkerState.Draining, _probes ? WorkerState.Starting : WorkerState.Healthy));

    /// <summary>Puts a drained worker into another pool. False when it is not there, or still has something to do.</summary>
    public bool TryFlip(string id, WorkerRole role)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(id, out Worker? worker) || worker.State != WorkerState.Draining
                || worker.Load.Requests > 0 || worker.Load.Pinned > 0)
            {
                return false;
            }

            WorkerSettings settings = worker.Settings with { Role = role };
            RemoveIfThere(id);
            AddUnlessThere(settings, worker.Given);
        }

        RaiseIf(true);
        return true;
    }

    private Worker? AddUnlessThere(WorkerSettings settings, WorkerSettings? given = null)
    {
        if (_byId.ContainsKey(settings.Id))
        {
            return null;
        }

        Worker worker = Create(settings, given);
        PoolOf(worker.Role).Add(worker);
        return worker;
    }

    private Worker Create(WorkerSettings settings, WorkerSettings? given = null)
    {
        var worker = new Worker(settings, ++_lastNumber, _newBreaker(), given) { State = _probes ? WorkerState.Starting : WorkerState.Healthy };
        _byId.Add(worker.Id, worker);
        return worker;
    }

    private bool RemoveIfThere(string id)
    {
        if (!_byId.Remove(id, out Worker? worker))
        {
            return false;
        }

        PoolOf(worker.Role).Remove(worker);
        return true;
    }

    private void RaiseIf(bool changed)
    {
        if (changed)
        {
            Changed?.Invoke();
        }
    }

    private bool Raise(bool changed)
    {
        RaiseIf(changed);
        return changed;
    }
}
