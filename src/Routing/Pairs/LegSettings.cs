namespace LoadGen.Routing.Pairs;

/// <summary>Limits of the legs. All can change while the router runs; a leg keeps what it began with.</summary>
public sealed record LegSettings
{
    /// <summary>The defaults.</summary>
    public static LegSettings Default { get; } = new();

    /// <summary>Longest time to connect to a worker, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest silence of a worker, before its first byte and between two. A limit of silence and not of the whole: a prefill of a million
    /// tokens may take minutes.
    /// </summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>How long the abort of a decode waits for its first output, when the client has gone in the middle of the hand-off.</summary>
    public TimeSpan AbortHold { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time that a client may leave what it is sent unread.</summary>
    public TimeSpan ClientStallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time that a connection to a worker waits for its next request: engines close theirs after 5 s.</summary>
    public TimeSpan PoolIdleTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Largest reply that is held in memory, in bytes: prefill's, and decode's where the client does not stream.</summary>
    public int ReplyBytesMax { get; init; } = 512 << 20;
}
