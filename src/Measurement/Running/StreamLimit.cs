namespace LoadGen.Measurement.Running;

/// <summary>Limits the streams of a schedule over all loops. Who finds none free waits, first come, first served. Thread-safe; one lock a request, none a token.</summary>
internal sealed class StreamLimit(int most)
{
    private readonly Lock _lock = new();
    private readonly Queue<WaitingArrival> _waiting = new();
    private int _active;

    /// <summary>Takes a stream; false when none is free, and the arrival is queued then.</summary>
    public bool TryEnter(ArrivalShard shard, in Arrival arrival)
    {
        lock (_lock)
        {
            if (_active < most)
            {
                _active++;
                return true;
            }

            _waiting.Enqueue(new WaitingArrival(shard, arrival));
            return false;
        }
    }

    /// <summary>Hands a stream that has become free to the first who waits; false, and it is free, when nobody does.</summary>
    public bool TryHandOver(out WaitingArrival next)
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out next))
            {
                return true;
            }

            _active--;
            return false;
        }
    }

    /// <summary>Sends everybody away who waits; returns how many.</summary>
    public int Clear()
    {
        lock (_lock)
        {
            int count = _waiting.Count;
            _waiting.Clear();
            return count;
        }
    }
}

/// <summary>An arrival that waits for a free stream.</summary>
internal readonly record struct WaitingArrival(ArrivalShard Shard, Arrival Arrival);
