using LoadGen.Simulation.Handoffs;

namespace LoadGen.Simulation;

/// <summary>What the simulated engine pretends to be.</summary>
public sealed record SimulatedEngineOptions
{
    /// <summary>Name or address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port to listen on; 0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>Name of the one model served. A request that names another gets 404, as from vLLM.</summary>
    public string Model { get; init; } = "sim";

    /// <summary>From the whole request's arrival to the first token.</summary>
    public TimeSpan TimeToFirstToken { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Between one token and the next of a stream. A chunk of k tokens is followed by a gap of k of these. 0: all at once.</summary>
    public TimeSpan InterTokenLatency { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// 0–1: each stream's first token is moved by up to ± this fraction of <see cref="TimeToFirstToken"/> (the stream's schedule with
    /// it), each later chunk by up to ± this fraction of <see cref="InterTokenLatency"/>, uniformly, about a schedule that does not drift.
    /// </summary>
    public double Jitter { get; init; }

    /// <summary>σ of a log-normal distribution of times to first token over requests, <see cref="TimeToFirstToken"/> its median; 0 for one time.</summary>
    public double TtftSigma { get; init; }

    /// <summary>σ of a log-normal distribution of times between tokens over requests, <see cref="InterTokenLatency"/> its median; 0 for one time.</summary>
    public double ItlSigma { get; init; }

    /// <summary>Requests served at once; others wait before their time to first token begins, first come, first served. Null: as many as come.</summary>
    public int? Slots { get; init; }

    /// <summary>
    /// Step mode: every stream emits only at the common instants that are multiples of <see cref="InterTokenLatency"/> on the monotonic
    /// clock, as an engine with continuous batching does. <see cref="Jitter"/> then moves first tokens only.
    /// </summary>
    public bool Step { get; init; }

    /// <summary>Output tokens of a request that does not say how many.</summary>
    public int DefaultTokens { get; init; } = 200;

    /// <summary>Tokens sent in one chunk, as engines with speculative decoding or a stream interval do.</summary>
    public int TokensPerChunk { get; init; } = 1;

    /// <summary>
    /// Each chunk's content is a space and the monotonic time in ns at which it was handed to the kernel, so that a client on the same
    /// machine can measure delivery. A request that does not say <c>stream</c> then streams.
    /// </summary>
    public bool StampContent { get; init; }

    /// <summary>Fixes the jitter: the same seed and the same request number give the same schedule.</summary>
    public long Seed { get; init; }

    /// <summary>Added to <see cref="TimeToFirstToken"/> for each prompt token; null for none.</summary>
    public TimeSpan? PerInputToken { get; init; }

    /// <summary>Most tokens of prompt and output together; a request for more gets 400.</summary>
    public int MaxContext { get; init; } = 1 << 20;

    /// <summary>Threads that pace streams. One paces 100,000 chunks a second in most of a core; two meet thousands of simultaneous requests better (docs/simulation.md).</summary>
    public int PacerThreads { get; init; } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>Misbehaviour; the first rule that strikes a request wins.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>
    /// Usage says how many of a prompt's tokens begin a prompt that was served before, in blocks of 64 (<c>cached_tokens</c>). The times
    /// stay as they are.
    /// </summary>
    public bool CachedPrefix { get; init; }

    /// <summary>Counts the prompts of completions and chats; null takes a word for a token.</summary>
    public IPromptCounter? PromptCounter { get; init; }

    /// <summary>
    /// Connections idle for so long between requests are closed, within a second; null for two minutes and ten seconds. Uvicorn, and with
    /// it most engines, closes after 5 s.
    /// </summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>Serves <c>/sim/…</c>, where tests see what requests arrived and change faults at run time. For tests alone: it asks for no key.</summary>
    public bool SimControl { get; init; }

    /// <summary>When set, requests need <c>Authorization: Bearer</c> with this key, else 401.</summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// Times come from a roofline instead of <see cref="TimeToFirstToken"/>, <see cref="InterTokenLatency"/>, <see cref="PerInputToken"/>,
    /// <see cref="Jitter"/> and <see cref="Step"/>, which then say nothing; null: they are those.
    /// </summary>
    public RooflineOptions? Roofline { get; init; }

    /// <summary>The part in a prefill/decode pair; null: an engine that knows nothing of pairs.</summary>
    public HandoffOptions? Handoff { get; init; }

    /// <summary>All problems of these options, each with its fix; empty when they can be used.</summary>
    public IReadOnlyList<string> Validate() => SimulatedEngineOptionsValidator.Validate(this);
}
