namespace LoadGen.Simulation.Kv;

/// <summary>One request's cache on its way from prefill to decode.</summary>
internal sealed class KvHandoff(string id, long tokens, KvHold hold, IReadOnlyDictionary<string, string> facts)
{
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<KvEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What both sides call it: a room, a request id, a transfer id.</summary>
    public string Id => id;

    /// <summary>Prompt tokens in it.</summary>
    public long Tokens => tokens;

    /// <summary>What a decode engine that names one of these must name rightly: engine, rank, request, seal, …</summary>
    public IReadOnlyDictionary<string, string> Facts => facts;

    /// <summary>The blocks.</summary>
    public KvHold Hold => hold;

    /// <summary>True when the cache has been computed, false when it never will be.</summary>
    public Task<bool> Ready => _ready.Task;

    /// <summary>Ends when the blocks have been freed.</summary>
    public Task<KvEnd> Ended => _ended.Task;

    /// <summary>When it expires, as a time stamp of the book's clock; 0 while nothing limits it.</summary>
    public long ExpiresAt { get; set; }

    internal void SetReady(bool ready) => _ready.TrySetResult(ready);

    /// <summary>Frees it.</summary>
    /// <returns>False when it was free already.</returns>
    internal bool TryEnd(KvEnd end)
    {
        if (!_ended.TrySetResult(end))
        {
            return false;
        }

        _ready.TrySetResult(false);
        hold.Dispose();
        return true;
    }
}
