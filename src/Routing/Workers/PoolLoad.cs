namespace LoadGen.Routing.Workers;

/// <summary>
/// What all workers of a pool have to do together: counted along with each worker's own, so that a mean costs no look at the workers.
/// Thread-safe.
/// </summary>
/// <remarks>
/// Legs of a worker that drains, fails or was taken out count until they end. Divided by the workers that take requests, the mean is a little
/// too high meanwhile, and never too low.
/// </remarks>
public sealed class PoolLoad
{
    private long _requests;
    private long _tokens;

    /// <summary>Legs under way.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Prompt tokens (estimated) of the legs under way.</summary>
    public long Tokens => Volatile.Read(ref _tokens);

    internal void Add(int requests, long tokens)
    {
        Interlocked.Add(ref _requests, requests);
        Interlocked.Add(ref _tokens, tokens);
    }

    /// <summary>The load of the pool that these workers are in.</summary>
    internal static PoolLoad Of(Worker[] workers) => workers.Length == 0 ? new PoolLoad() : workers[0].Load.Pool;
}
