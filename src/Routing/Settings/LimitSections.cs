namespace LoadGen.Routing.Settings;

/// <summary><c>limits</c>: how much the router takes on.</summary>
public sealed record LimitsSection
{
    /// <summary>Largest request body. 512 MB is what SGLang's gateway takes; images in a chat fill it.</summary>
    public long BodyBytesMax { get; init; } = 536_870_912;

    /// <summary>Seconds for a request's header to come in.</summary>
    public double HeaderTimeoutS { get; init; } = 30;

    /// <summary>A body must come in at this rate after the first 5 s; 0: no limit. Kestrel's own default.</summary>
    public double BodyRateMinBytesS { get; init; } = 240;

    /// <summary>Requests with the workers at one time; 0: no limit.</summary>
    public int InFlightMax { get; init; }

    /// <summary>Requests that may wait for a place; more are refused with 429.</summary>
    public int QueueSizeMax { get; init; } = 1_024;

    /// <summary>Longest wait for a place, in seconds; then the request is refused with 503.</summary>
    public double QueueTimeoutS { get; init; } = 60;

    /// <summary>Hand-offs that a prefill worker may hold for decode workers at one time; 0: no limit.</summary>
    public int PinnedMax { get; init; }

    /// <summary>Seconds that requests have to end after the first SIGTERM.</summary>
    public double DrainTimeoutS { get; init; } = 60;
}

/// <summary><c>timeouts</c>: how long the router waits for workers, in seconds.</summary>
public sealed record TimeoutsSection
{
    /// <summary>For a connection, its TLS handshake included.</summary>
    public double ConnectS { get; init; } = 5;

    /// <summary>For the next byte of a leg. Silence, not duration: a long prefill is silent until its first token.</summary>
    public double StallS { get; init; } = 600;

    /// <summary>How long the abort of a decode leg waits for its first output, where the protocol needs it.</summary>
    public double DecodeAbortHoldS { get; init; } = 10;

    /// <summary>For the KV cache to get from prefill to decode. SGLang's engines give up after 300 s.</summary>
    public double HandoffS { get; init; } = 300;

    /// <summary>How long an idle connection is kept. Below the 5 s after which engines close theirs: a request sent at that moment is lost.</summary>
    public double PoolIdleS { get; init; } = 3;
}

/// <summary><c>health</c>: how workers are probed.</summary>
public sealed record HealthSection
{
    /// <summary>What is asked for.</summary>
    public string Path { get; init; } = "/health";

    /// <summary>Seconds between the probes of one worker; 0: workers are not probed.</summary>
    public double IntervalS { get; init; } = 5;

    /// <summary>Seconds for the answer.</summary>
    public double TimeoutS { get; init; } = 3;

    /// <summary>So many failures one after the other make a worker unhealthy.</summary>
    public int UnhealthyAfter { get; init; } = 3;

    /// <summary>So many successes one after the other make it healthy again.</summary>
    public int HealthyAfter { get; init; } = 1;
}

/// <summary><c>breaker</c>: when requests are kept away from a failing worker.</summary>
public sealed record BreakerSection
{
    /// <summary>So many failures one after the other open it.</summary>
    public int FailuresToOpen { get; init; } = 5;

    /// <summary>Seconds that it stays open.</summary>
    public double OpenS { get; init; } = 10;

    /// <summary>Requests let through at one time on trial.</summary>
    public int TrialsMax { get; init; } = 1;

    /// <summary>So many successes on trial close it.</summary>
    public int SuccessesToClose { get; init; } = 2;
}
