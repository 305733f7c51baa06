using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Discovery.Heartbeats;

/// <summary>The workers that have registered themselves and spoken lately. Thread-safe.</summary>
internal sealed class HeartbeatRegistry(TimeSpan ttl, int workersMax, Action<IReadOnlyList<WorkerSettings>> apply, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Registration Registration, long SeenAt)> _byAddress = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byAddress.Count;
            }
        }
    }

    /// <summary>A worker speaks. False when there are too many others.</summary>
    public bool TryRegister(Registration registration)
    {
        lock (_lock)
        {
            bool isKnown = _byAddress.TryGetValue(registration.HttpAddress, out (Registration Registration, long) known);
            if (!isKnown && _byAddress.Count >= workersMax)
            {
                return false;
            }

            _byAddress[registration.HttpAddress] = (registration, time.GetTimestamp());
            if (!isKnown || known.Registration != registration)
            {
                Apply();
            }

            return true;
        }
    }

    /// <summary>Forgets the workers that have been silent for too long.</summary>
    public void Evict()
    {
        lock (_lock)
        {
            string[] silent = [.. _byAddress.Where(w => time.GetElapsedTime(w.Value.SeenAt) > ttl).Select(w => w.Key)];
            foreach (string address in silent)
            {
                _byAddress.Remove(address);
            }

            if (silent.Length > 0)
            {
                Apply();
            }
        }
    }

    // Held under the lock, so that the fleet sees changes in their order. Two spellings of one URL are one worker.
    private void Apply() => apply([.. _byAddress.Values.Select(w => w.Registration.ToWorker()).DistinctBy(w => w.Id).OrderBy(w => w.Id, StringComparer.Ordinal)]);
}
