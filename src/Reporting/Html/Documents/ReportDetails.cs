namespace LoadGen.Reporting.Html.Documents;

/// <summary>What a report holds of a run beyond its row.</summary>
public sealed record ReportDetails
{
    /// <summary>
    /// Latencies by percentile, <c>[percentile, ms]</c> pairs with rising percentiles, by <c>ttft</c>, <c>itl</c>, <c>tpot</c>, <c>e2el</c>; null where no log
    /// could be read.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double[]>>? Percentiles { get; init; }

    /// <summary>Why there are none.</summary>
    public string? PercentilesAbsent { get; init; }

    /// <summary>The run over its time; null where it could not be had.</summary>
    public ReportTimeline? Timeline { get; init; }

    /// <summary>Why there is none.</summary>
    public string? TimelineAbsent { get; init; }

    /// <summary>The verdict on an SLA; null where none was given.</summary>
    public ReportVerdict? Verdict { get; init; }

    /// <summary>Why one that was given cannot be shown.</summary>
    public string? VerdictAbsent { get; init; }

    /// <summary>The search that it is a step of, by its key in <see cref="ReportDocument.Searches"/>.</summary>
    public string? Search { get; init; }
}

/// <summary>A run over its time, in equal spans from its start.</summary>
public sealed record ReportTimeline
{
    /// <summary>Length of a span in seconds.</summary>
    public required double StepS { get; init; }

    /// <summary>Requests under way, mean over the span.</summary>
    public required IReadOnlyList<double> Concurrency { get; init; }

    /// <summary>Output tokens a second.</summary>
    public required IReadOnlyList<double> TokensPerS { get; init; }

    /// <summary>Requests that ended in the span and did not complete.</summary>
    public required IReadOnlyList<double> Errors { get; init; }

    /// <summary>Power of all GPUs together in W, mean over the span; null in spans without a reading of each of them, or altogether.</summary>
    public IReadOnlyList<double?>? PowerW { get; init; }
}
