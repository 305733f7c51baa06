namespace LoadGen.Routing.Workers;

/// <summary>What a worker has to do, counted from the moment it was picked. Thread-safe.</summary>
public sealed class WorkerLoad
{
    private int _requests;
    private long _tokens;
    private int _pinned;

    /// <summary>Legs under way.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Prompt tokens (estimated) of the legs under way.</summary>
    public long Tokens => Volatile.Read(ref _tokens);

    /// <summary>Hand-offs whose KV cache this prefill worker holds for a decode worker.</summary>
    public int Pinned => Volatile.Read(ref _pinned);

    /// <summary>What its pool has to do; its own alone before it is in one. Set once, before the worker can be picked.</summary>
    public PoolLoad Pool { get; internal set; } = new();

    /// <summary>Called after each <see cref="Pin"/> and <see cref="Unpin"/> with what <see cref="Pinned"/> became by it, and by how much it changed.</summary>
    internal Action<int, int>? PinnedChanged { get; set; }

    /// <summary>A leg was given to the worker.</summary>
    public void Begin(long tokens)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _tokens, tokens);
        Pool.Add(1, tokens);
    }

    /// <summary>That leg is over.</summary>
    public void End(long tokens)
    {
        Interlocked.Decrement(ref _requests);
        Interlocked.Add(ref _tokens, -tokens);
        Pool.Add(-1, -tokens);
    }

    /// <summary>A hand-off waits for its decode.</summary>
    public void Pin() => ChangePinned(1);

    /// <summary>It waits no more.</summary>
    public void Unpin() => ChangePinned(-1);

    private void ChangePinned(int change)
    {
        int pinned = Interlocked.Add(ref _pinned, change);
        PinnedChanged?.Invoke(pinned, change);
    }
}
