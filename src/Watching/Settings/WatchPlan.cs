using System.Net;
using LoadGen.Inference;
using LoadGen.Transport.Connections;
using LoadGen.Verdicts.Objectives;
using LoadGen.Watching.Alerts;

namespace LoadGen.Watching.Settings;

/// <summary>What a watch does, read and checked.</summary>
public sealed record WatchPlan
{
    /// <summary>Most endpoints of one watch.</summary>
    public const int MostEndpoints = 64;

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whom it asks.</summary>
    public required IReadOnlyList<WatchedEndpoint> Endpoints { get; init; }

    /// <summary>What it asks, and how often.</summary>
    public required ProbePlan Probe { get; init; }

    /// <summary>What endpoints are held to; each has an error budget.</summary>
    public required IReadOnlyList<Objective> Objectives { get; init; }

    /// <summary>The rolling windows that are kept, ascending: those that were asked for, and the alerts'.</summary>
    public required IReadOnlyList<TimeSpan> Windows { get; init; }

    /// <summary>When someone is told.</summary>
    public IReadOnlyList<BurnAlert> Alerts { get; init; } = [];

    /// <summary>Who is told; null for nobody.</summary>
    public WebhookPlan? Webhook { get; init; }

    /// <summary>Where <c>/metrics</c> is; null for nowhere.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>The folder of the journal and the summaries.</summary>
    public required string Output { get; init; }

    /// <summary>How long it goes on; null until it is stopped.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Of the summaries' intervals.</summary>
    public double Confidence { get; init; } = 0.99;

    /// <summary>The longest window.</summary>
    public TimeSpan LongestWindow => Windows[^1];
}

/// <summary>An endpoint under watch.</summary>
public sealed record WatchedEndpoint
{
    /// <summary>Its name in journal, metrics and summaries.</summary>
    public required string Name { get; init; }

    /// <summary>Its base URL.</summary>
    public required Uri Url { get; init; }

    /// <summary>The API that it speaks.</summary>
    public required IInferenceApi Api { get; init; }

    /// <summary>What every request to it says.</summary>
    public required GenerationOptions Generation { get; init; }

    /// <summary>Its request headers, the key's among them. Values are never written anywhere.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Time limits and trust.</summary>
    public TransportOptions Transport { get; init; } = TransportOptions.Default;
}

/// <summary>What is asked, and how often.</summary>
public sealed record ProbePlan
{
    /// <summary>From one probe of an endpoint to the next.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>A probe is later than its place by up to this.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Prompt length, tokens.</summary>
    public required int InputTokens { get; init; }

    /// <summary>Output tokens to ask for.</summary>
    public required int OutputTokens { get; init; }

    /// <summary>The longest time from the send to the answer's end.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The longest time to a connection.</summary>
    public required TimeSpan ConnectTimeout { get; init; }

    /// <summary>Fixes prompts and jitter; null: taken when the journal begins.</summary>
    public long? Seed { get; init; }
}

/// <summary>Where alerts are posted.</summary>
/// <param name="Url">The address. Never shown: it often holds a secret.</param>
/// <param name="Headers">Further headers. Values are never shown.</param>
public sealed record WebhookPlan(Uri Url, IReadOnlyDictionary<string, string> Headers);
