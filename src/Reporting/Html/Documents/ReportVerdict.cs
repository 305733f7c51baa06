using System.Text.Json;

namespace LoadGen.Reporting.Html.Documents;

/// <summary>What a report holds of a run's verdict: the document itself, and what its records add to it for the charts.</summary>
public sealed record ReportVerdict
{
    /// <summary><c>verdict.json</c>, word for word: the page shows what the program found, and judges nothing itself. docs/sla.md names its fields.</summary>
    public required JsonElement Document { get; init; }

    /// <summary>SHA-256 of the evidence's manifest; null where no evidence was packed.</summary>
    public string? EvidenceDigest { get; init; }

    /// <summary>What the records show of each objective, in the document's order; null where they could not be used.</summary>
    public IReadOnlyList<ReportObjective>? Objectives { get; init; }

    /// <summary>Why there are none.</summary>
    public string? RecordsAbsent { get; init; }

    /// <summary>The course of the worst requests; those that the records do not have are missing.</summary>
    public IReadOnlyList<ReportWorstRequest>? Worst { get; init; }
}

/// <summary>What a run's records show of an objective.</summary>
public sealed record ReportObjective
{
    /// <summary>
    /// Requests' values in the bound's unit, best first: <c>[percent of the requests that are as good or better, value]</c>. Failed requests are
    /// worse than any value: with some, the pairs end below 100.
    /// </summary>
    public IReadOnlyList<double[]>? Values { get; init; }

    /// <summary>Overruns as they came, <c>[requests, overruns]</c>: of the requests in the order in which they were due.</summary>
    public IReadOnlyList<int[]>? Overruns { get; init; }

    /// <summary>
    /// The document's looks as they stood for this objective: <c>[requests, overruns, the most that pass, the fewest that fail]</c>. Null where
    /// no number would pass, or fail.
    /// </summary>
    public IReadOnlyList<int?[]>? Looks { get; init; }

    /// <summary>Why something of it is missing.</summary>
    public string? Absent { get; init; }
}

/// <summary>The course of one request.</summary>
public sealed record ReportWorstRequest
{
    /// <summary>Which request of the run: the index of its record.</summary>
    public int Index { get; init; }

    /// <summary>Its session.</summary>
    public string? Session { get; init; }

    /// <summary>Its turn, from 1.</summary>
    public int Turn { get; init; }

    /// <summary>When it was due, s after the run's start.</summary>
    public double IntendedS { get; init; }

    /// <summary>When it was sent; null where it never was.</summary>
    public double? SendS { get; init; }

    /// <summary>From the send to its end, ms; null where it never was sent.</summary>
    public double? LastedMs { get; init; }

    /// <summary>From the send to the first output, ms; null where none came.</summary>
    public double? TtftMs { get; init; }

    /// <summary>Its longest gap between chunks with output, ms.</summary>
    public double? ItlMaxMs { get; init; }

    /// <summary>Time per output token after the first, ms.</summary>
    public double? TpotMs { get; init; }

    /// <summary>Prompt tokens.</summary>
    public int InputTokens { get; init; }

    /// <summary>Output tokens.</summary>
    public int OutputTokens { get; init; }

    /// <summary>What went wrong, in the client's words.</summary>
    public string? Error { get; init; }
}
