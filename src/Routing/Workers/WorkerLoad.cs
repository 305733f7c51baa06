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

    /// <summary>A leg was given to the worker.</summary>
    public void Begin(long tokens)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _tokens, tokens);
    }

    /// <summary>That leg is over.</summary>
    public void End(long tokens)
    {
        Interlocked.Decrement(ref _requests);
        Interlocked.Add(ref _tokens, -tokens);
    }

    /// <summary>A hand-off waits for its decode.</summary>
    public void Pin() => Interlocked.Increment(ref _pinned);

    /// <summary>It waits no more.</summary>
    public void Unpin() => Interlocked.Decrement(ref _pinned);
}
