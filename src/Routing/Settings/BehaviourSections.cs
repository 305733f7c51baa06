namespace LoadGen.Routing.Settings;

/// <summary><c>readiness</c>: when the router calls itself ready.</summary>
public sealed record ReadinessSection
{
    /// <summary>Ready only after a pair of workers has completed a generation.</summary>
    public bool Canary { get; init; } = true;

    /// <summary>Seconds between later canaries; 0: only until the first success.</summary>
    public double CanaryIntervalS { get; init; }

    /// <summary>The model that the canary asks for; null names none, which engines that insist on a model refuse.</summary>
    public string? CanaryModel { get; init; }
}

/// <summary><c>retries</c>: how often a request is tried.</summary>
public sealed record RetriesSection
{
    /// <summary>Tries in all; 1: no second.</summary>
    public int AttemptsMax { get; init; } = 2;

    /// <summary>Second tries as a share of first ones, so that retries cannot multiply an outage.</summary>
    public double BudgetRatio { get; init; } = 0.2;

    /// <summary>Mean delay before a second try, in milliseconds.</summary>
    public double DelayMs { get; init; } = 25;
}

/// <summary><c>client_gone</c>: what becomes of a request whose client has gone.</summary>
public sealed record ClientGoneSection
{
    /// <summary>
    /// <c>abort</c>: the prefill worker sees that its client has left. <c>finish</c>: it finishes, and its cache is fetched and thrown away; for
    /// engines that leak the cache of a prefill that is aborted while it runs. Only protocols whose cache waits for its decode (nixl, moriio-read) tell the two apart.
    /// </summary>
    public string Prefill { get; init; } = "abort";
}

/// <summary><c>conditional</c>: which requests skip the prefill workers.</summary>
public sealed record ConditionalSection
{
    /// <summary>A prompt with at most this many tokens that the decode worker has not cached goes straight to it; 0: none does.</summary>
    public long MaxLocalPrefillTokens { get; init; }
}

/// <summary><c>affinity</c>: what keeps a client's requests together.</summary>
public sealed record AffinitySection
{
    /// <summary>The request header that policies hash.</summary>
    public string Header { get; init; } = "x-session-id";
}

/// <summary><c>headers</c>: which headers reach the workers.</summary>
public sealed record HeadersSection
{
    /// <summary>
    /// The client's headers that are handed on beside the usual ones (<c>Accept</c>, <c>User-Agent</c>, and <c>Authorization</c> where the router
    /// checks no keys itself); all others are not. The request's id and its trace context always are.
    /// </summary>
    public IReadOnlyList<string> Forward { get; init; } =
        ["x-correlation-id", "x-smg-routing-key"];
}

/// <summary><c>telemetry</c>: what the router tells of its requests.</summary>
public sealed record TelemetrySection
{
    /// <summary>Where the access log goes: <c>stdout</c>, <c>none</c>, or a file.</summary>
    public string AccessLog { get; init; } = "stdout";

    /// <summary>URL of an OTLP receiver for spans; null: none are sent.</summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>The environment variable that holds the headers for it, as <c>name=value,name=value</c>.</summary>
    public string? OtlpHeadersEnv { get; init; }
}
