using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Health;

/// <summary>Whose turn it is to be probed: new workers first, the others in turn. Not thread-safe.</summary>
internal sealed class ProbeRing(ProbeSettings settings)
{
    private readonly Dictionary<Worker, ProbeEntry> _entries = [];
    private readonly Queue<ProbeEntry> _urgent = new();

    // Every worker once, whether a probe of it is under way or not; those that are gone drop out when their turn comes.
    private readonly Queue<ProbeEntry> _inTurn = new();

    /// <summary>How many workers there are.</summary>
    public int Count => _entries.Count;

    /// <summary>A worker waits to be probed at once.</summary>
    public bool HasUrgent => _urgent.Count > 0;

    /// <summary>What is known of a worker.</summary>
    public ProbeEntry? Find(Worker worker) => _entries.GetValueOrDefault(worker);

    /// <summary>Takes over who is there.</summary>
    public void Follow(IReadOnlyList<Worker> workers)
    {
        foreach (Worker worker in workers)
        {
            if (!_entries.TryGetValue(worker, out ProbeEntry? entry))
            {
                entry = Add(worker);
            }
            else if (worker.State == WorkerState.Starting && entry.Seen != WorkerState.Starting)
            {
                MakeUrgent(entry);   // resumed after draining
            }

            entry.Seen = worker.State;
        }

        if (_entries.Count > workers.Count)
        {
            DropAllBut(workers);
        }
    }

    /// <summary>The next of those that are probed at once.</summary>
    public ProbeEntry? NextUrgent()
    {
        while (_urgent.TryDequeue(out ProbeEntry? entry))
        {
            entry.IsUrgent = false;
            if (!entry.IsGone && !entry.IsUnderWay)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>The next in turn of which no probe is under way.</summary>
    public ProbeEntry? NextInTurn()
    {
        for (int left = _inTurn.Count; left > 0; left--)
        {
            ProbeEntry entry = _inTurn.Dequeue();
            if (entry.IsGone)
            {
                continue;
            }

            _inTurn.Enqueue(entry);
            if (!entry.IsUnderWay)
            {
                return entry;
            }
        }

        return null;
    }

    private ProbeEntry Add(Worker worker)
    {
        var entry = new ProbeEntry(worker, settings);
        _entries.Add(worker, entry);
        _inTurn.Enqueue(entry);
        MakeUrgent(entry);
        return entry;
    }

    private void MakeUrgent(ProbeEntry entry)
    {
        if (!entry.IsUrgent)
        {
            entry.IsUrgent = true;
            _urgent.Enqueue(entry);
        }
    }

    private void DropAllBut(IReadOnlyList<Worker> workers)
    {
        var there = workers.ToHashSet();
        foreach (ProbeEntry entry in _entries.Values.Where(e => !there.Contains(e.Worker)).ToArray())
        {
            entry.IsGone = true;
            _entries.Remove(entry.Worker);
        }
    }
}
