namespace LoadGen.Routing.Pairs;

/// <summary>What came of an attempt, for the client.</summary>
internal sealed record AttemptResult
{
    /// <summary>The client has a whole stream.</summary>
    public static AttemptResult Streamed { get; } = new() { Kind = AttemptKind.Streamed };

    /// <summary>The client went.</summary>
    public static AttemptResult Gone { get; } = new() { Kind = AttemptKind.Gone };

    public required AttemptKind Kind { get; init; }

    /// <summary>The leg that failed first.</summary>
    public Leg FailedLeg { get; init; }

    /// <summary>How it failed.</summary>
    public LegOutcome Outcome { get; init; }

    /// <summary>A whole reply, or an engine's own error: its status.</summary>
    public int Status { get; init; }

    /// <summary>Likewise: its content type.</summary>
    public string? ContentType { get; init; }

    /// <summary>Likewise: its body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>Likewise: when to come again.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Our own error.</summary>
    public ClientError? Error { get; init; }

    /// <summary>Another pair might do better: nothing has been sent to the client, and the failure is not of the client's making.</summary>
    public bool IsRetriable { get; init; }
}

/// <summary>The kinds of answers.</summary>
internal enum AttemptKind
{
    /// <summary>The client has a whole stream.</summary>
    Streamed,

    /// <summary>A stream had begun and broke.</summary>
    Broken,

    /// <summary>A whole reply is to be passed on: decode's answer, or an engine's own refusal.</summary>
    Reply,

    /// <summary>The router's own error.</summary>
    Failed,

    /// <summary>The client went.</summary>
    Gone,
}
