namespace LoadGen.Simulation.Pacing;

/// <summary>
/// A server of so many slots in front of which requests wait, first come, first served. How long each is served is known when it comes, so
/// that nothing has to wait here: a request is told when its service begins. Thread-safe.
/// </summary>
/// <remarks>
/// The recurrence of J. Kiefer and J. Wolfowitz, "On the theory of queues with many servers" (1955): the next request takes the slot that
/// is free first. Requests that are given up keep their slot until they would have ended.
/// </remarks>
internal sealed class SlotBook
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<int, long> _freeNs;

    /// <param name="slots">Requests served at once, 1 or more.</param>
    public SlotBook(int slots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        _freeNs = new PriorityQueue<int, long>(slots);
        for (int i = 0; i < slots; i++)
        {
            _freeNs.Enqueue(i, long.MinValue);
        }
    }

    /// <summary>Gives a request the slot that is free first.</summary>
    /// <param name="readyNs">When the request is there.</param>
    /// <param name="serve">Its service, by when it begins: what it is, and when it ends.</param>
    public T Take<T>(long readyNs, Func<long, (T Service, long EndNs)> serve)
    {
        lock (_gate)
        {
            _freeNs.TryPeek(out int slot, out long freeNs);
            (T service, long endNs) = serve(Math.Max(readyNs, freeNs));
            _freeNs.DequeueEnqueue(slot, endNs);
            return service;
        }
    }
}
