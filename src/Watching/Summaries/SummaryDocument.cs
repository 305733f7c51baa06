using System.Text.Json.Serialization;

namespace LoadGen.Watching.Summaries;

/// <summary>A day of a watch: <c>summaries/DAY.json</c>. docs/watch.md says what each field means.</summary>
public sealed record SummaryDocument
{
    /// <summary>What the document is.</summary>
    public string Schema { get; init; } = "loadgen.watch_summary";

    /// <summary>Its version.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The watch's name.</summary>
    public required string Watch { get; init; }

    /// <summary>The UTC day.</summary>
    public required string Day { get; init; }

    /// <summary>The day is over: nothing will be added.</summary>
    public required bool Complete { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>The day's first record.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The day's last record.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Seconds of the day, between its first and last record, in which the watcher was down, stopped or held up.</summary>
    public required double NotWatchedS { get; init; }

    /// <summary>Of the intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>How endpoints are ranked, in words.</summary>
    public string RankedBy { get; init; } = "the objective whose error budget burns fastest, then the median TTFT";

    /// <summary>The endpoints, best first.</summary>
    public required IReadOnlyList<EndpointSummary> Endpoints { get; init; }

    /// <summary>Alerts that changed, in their order, a line each.</summary>
    public required IReadOnlyList<string> Alerts { get; init; }

    /// <summary>Lines of the day's journal that could not be read.</summary>
    public required int UnreadableLines { get; init; }
}

/// <summary>A day of one endpoint.</summary>
public sealed record EndpointSummary
{
    /// <summary>Its place, from 1.</summary>
    public required int Rank { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The server says that it is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>Probes that are over.</summary>
    public required int Probes { get; init; }

    /// <summary>Of these, by how they ended.</summary>
    public required IReadOnlyDictionary<string, int> Outcomes { get; init; }

    /// <summary>The share that completed.</summary>
    public required ShareSummary Completed { get; init; }

    /// <summary>Times to first token of probes that completed; null where there are none.</summary>
    public TimesSummary? TtftMs { get; init; }

    /// <summary>Times per output token.</summary>
    public TimesSummary? TpotMs { get; init; }

    /// <summary>Times to the last token.</summary>
    public TimesSummary? E2eMs { get; init; }

    /// <summary>Times to a connection.</summary>
    public TimesSummary? ConnectMs { get; init; }

    /// <summary>Probes of whose prompt the server says that it found a part in a cache. None should be.</summary>
    public required int CachedProbes { get; init; }

    /// <summary>How it kept the objectives.</summary>
    public required IReadOnlyList<ObjectiveSummary> Objectives { get; init; }

    /// <summary>The burn of the objective whose budget burns fastest.</summary>
    [JsonIgnore]
    public double WorstBurn => Objectives.Count == 0 ? 0 : Objectives.Max(objective => objective.Burn);
}

/// <summary>A share with its exact interval (Clopper–Pearson).</summary>
/// <param name="Count">How many.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Share">Their share; null of none.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">Its upper end.</param>
public sealed record ShareSummary(int Count, int Of, double? Share, double Low, double High);

/// <summary>Times, ms: percentiles by nearest rank, values that were seen.</summary>
/// <param name="Count">How many.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The longest.</param>
public sealed record TimesSummary(int Count, double P50, double P90, double P99, double Max);

/// <summary>How an endpoint kept an objective over the day.</summary>
public sealed record ObjectiveSummary
{
    /// <summary>The objective.</summary>
    public required string Name { get; init; }

    /// <summary>The share that may miss it.</summary>
    public required double AllowedShare { get; init; }

    /// <summary>The share that missed it, of requests, or of availability's spans of time.</summary>
    public required ShareSummary Overruns { get; init; }

    /// <summary>The share over the allowed one: 1 spends the day's budget exactly.</summary>
    public required double Burn { get; init; }

    /// <summary><c>kept</c> or <c>missed</c> where the whole interval says so, else <c>open</c>.</summary>
    public required string Verdict { get; init; }
}

/// <summary>How summaries are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SummaryDocument))]
internal sealed partial class SummaryJson : JsonSerializerContext;
