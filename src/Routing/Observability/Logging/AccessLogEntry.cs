namespace LoadGen.Routing.Observability.Logging;

/// <summary>
/// What the access log says of one request. Nothing of bodies, and no key. Texts that are null and numbers below 0 are left out of the line.
/// </summary>
public sealed record AccessLogEntry
{
    /// <summary>When its head was read, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What both sides call it.</summary>
    public required string RequestId { get; init; }

    /// <summary>32 hex digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, without the query: clients have been seen to put keys there.</summary>
    public required string Path { get; init; }

    /// <summary>The API's name, as metrics label it.</summary>
    public required string Api { get; init; }

    /// <summary>The model asked for.</summary>
    public string? Model { get; init; }

    /// <summary>The status that the client got; 0 if it went before it got one.</summary>
    public required int Status { get; init; }

    /// <summary>How it ended, as metrics label it.</summary>
    public required string Outcome { get; init; }

    /// <summary>The client's address.</summary>
    public string? Client { get; init; }

    /// <summary>The name of the client's key, from the file of keys.</summary>
    public string? KeyName { get; init; }

    /// <summary>The prefill worker of the last attempt.</summary>
    public string? PrefillWorker { get; init; }

    /// <summary>The decode worker of the last attempt, or the aggregated one.</summary>
    public string? DecodeWorker { get; init; }

    /// <summary>How many attempts there were.</summary>
    public int Attempts { get; init; } = -1;

    /// <summary>Why the prefill worker was picked.</summary>
    public string? PrefillReason { get; init; }

    /// <summary>Why the decode (or aggregated) worker was picked.</summary>
    public string? DecodeReason { get; init; }

    /// <summary>How long it waited for room, in nanoseconds.</summary>
    public long QueueNs { get; init; } = -1;

    /// <summary>From the prefill's end to the decode worker's first byte, in nanoseconds.</summary>
    public long HandoffNs { get; init; } = -1;

    /// <summary>To the first byte of the response, in nanoseconds.</summary>
    public long TtftNs { get; init; } = -1;

    /// <summary>To the end of the response, in nanoseconds.</summary>
    public long DurationNs { get; init; } = -1;

    /// <summary>Prompt tokens by the worker's usage.</summary>
    public long PromptTokens { get; init; } = -1;

    /// <summary>Prompt tokens that were cached, by the worker's usage.</summary>
    public long CachedTokens { get; init; } = -1;

    /// <summary>Generated tokens by the worker's usage.</summary>
    public long CompletionTokens { get; init; } = -1;

    /// <summary>Bytes of the response's body.</summary>
    public long Bytes { get; init; } = -1;

    /// <summary>What went wrong, in the router's words: never what a body said.</summary>
    public string? Error { get; init; }
}
