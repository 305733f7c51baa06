namespace LoadGen.Routing.Pairs;

/// <summary>Limits of the legs beside those of their connections (silence, connecting: <see cref="Transport.Connections.TransportOptions"/>). All can change while the router runs; a leg keeps what it began with.</summary>
public sealed record LegSettings
{
    /// <summary>The defaults.</summary>
    public static LegSettings Default { get; } = new();

    /// <summary>Longest time from both legs under way to decode's first output: SGLang's engines give up after 300 s themselves.</summary>
    public TimeSpan HandoffTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long the abort of a decode waits for its first output, when the client has gone in the middle of the hand-off.</summary>
    public TimeSpan AbortHold { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A prefill whose client has gone is not aborted but finished, and its cache reclaimed: for engines that leak the cache of a prefill
    /// that is aborted while it runs. Only for protocols that reclaim by a decode.
    /// </summary>
    public bool FinishesPrefill { get; init; }

    /// <summary>Longest time that a client may leave what it is sent unread.</summary>
    public TimeSpan ClientStallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Largest reply that is held in memory, in bytes: prefill's, and decode's where the client does not stream.</summary>
    public int ReplyBytesMax { get; init; } = 512 << 20;
}
