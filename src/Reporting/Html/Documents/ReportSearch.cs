namespace LoadGen.Reporting.Html.Documents;

/// <summary>A search for the highest load that keeps an SLA.</summary>
public sealed record ReportSearch
{
    /// <summary>The name of the SLA.</summary>
    public required string Sla { get; init; }

    /// <summary>What was varied: <c>rate</c> or <c>concurrency</c>.</summary>
    public required string By { get; init; }

    /// <summary>The highest level at which the SLA was shown to hold; null for none.</summary>
    public double? HighestPass { get; init; }

    /// <summary>The lowest at which it was shown not to; null for none.</summary>
    public double? LowestFail { get; init; }

    /// <summary>The program's estimate between the two; null without both.</summary>
    public double? Estimate { get; init; }

    /// <summary>Why it is over.</summary>
    public string? End { get; init; }

    /// <summary>Its measurements, in their order.</summary>
    public required IReadOnlyList<ReportSearchStep> Steps { get; init; }
}

/// <summary>A measurement of a search.</summary>
public sealed record ReportSearchStep
{
    /// <summary>Requests a second, or requests at once.</summary>
    public required double Level { get; init; }

    /// <summary>How often the level had been measured before.</summary>
    public int Repeat { get; init; }

    /// <summary><c>pass</c>, <c>fail</c>, <c>uncertain</c> or <c>invalid</c>: of all measurements of the level so far.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why, in a line.</summary>
    public string? Reason { get; init; }

    /// <summary>Requests that were judged, of all measurements of the level so far.</summary>
    public int Requests { get; init; }

    /// <summary>Requests a second that met every objective; null where none was judged.</summary>
    public double? GoodputRps { get; init; }

    /// <summary>The row of its run; null where the report does not have it.</summary>
    public string? Run { get; init; }
}
