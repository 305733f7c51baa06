using LoadGen.Measurement.Running.Preparing;

namespace LoadGen.Measurement.Running;

/// <summary>Limits the streams of a schedule over all loops. Who finds none free waits, first come, first served. Thread-safe; one lock a request, none a token.</summary>
internal sealed class StreamLimit(int most)
{
    private readonly Lock _lock = new();
    private readonly Queue<WaitingArrival> _waiting = new();
    private int _active;

    /// <summary>Takes a stream; false when none is free, and the request is queued then, not taken for sending yet.</summary>
    public bool TryEnter(ArrivalShard shard, PlannedRequest request)
    {
        lock (_lock)
        {
            if (_active < most)
            {
                _active++;
                return true;
            }

            _waiting.Enqueue(new WaitingArrival(shard, request));
            return false;
        }
    }

    /// <summary>Takes a stream for a request that had given its own away.</summary>
    /// <returns>Null when one was free; else a wait that ends with true when one is handed over, with false when everybody is sent away.</returns>
    public Task<bool>? EnterAgain(ArrivalShard shard)
    {
        lock (_lock)
        {
            if (_active < most)
            {
                _active++;
                return null;
            }

            var turn = new TaskCompletionSource<bool>();
            _waiting.Enqueue(new WaitingArrival(shard, null) { Turn = turn });
            return turn.Task;
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

    /// <summary>Sends everybody away who waits; returns those that have not begun.</summary>
    public IReadOnlyList<PlannedRequest> Clear()
    {
        WaitingArrival[] waiting;
        lock (_lock)
        {
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (WaitingArrival begun in waiting.Where(w => w.Turn is not null))
        {
            begun.Shard.Post(() => begun.Turn!.TrySetResult(false));
        }

        return [.. waiting.Where(w => w.Turn is null).Select(w => w.Request!)];
    }
}

/// <summary>Who waits for a free stream.</summary>
/// <param name="Shard">Whose it is.</param>
/// <param name="Request">The request that begins then; null for one that has begun and goes on.</param>
internal readonly record struct WaitingArrival(ArrivalShard Shard, PlannedRequest? Request)
{
    /// <summary>Of a request that has begun and goes on: told when the stream is there. Null for one that begins then.</summary>
    public TaskCompletionSource<bool>? Turn { get; init; }
}
