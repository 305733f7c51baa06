using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Verdicts.Objectives;

/// <summary>One line of an SLA, read and checked.</summary>
public sealed record Objective
{
    /// <summary>Its name: as its file says, or put together from what it asks, such as <c>ttft p99 ≤ 2000 ms</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about.</summary>
    public required ObjectiveMetric Metric { get; init; }

    /// <summary>How requests' values become one.</summary>
    public required ObjectiveKind Kind { get; init; }

    /// <summary>The bound: ms, tokens/s or a share 0–1, as the metric. The most where <see cref="IsLeast"/> is false, else the least.</summary>
    public required double Bound { get; init; }

    /// <summary>The bound is a least value: interactivity, availability, throughput, accuracy.</summary>
    public bool IsLeast { get; init; }

    /// <summary>
    /// Of <see cref="ObjectiveKind.Share"/>: the least share of requests that must meet the bound, 0–1; p99 is 0.99. Of
    /// <see cref="ObjectiveKind.Rate"/>: the least share of good ones: 0.99 of an error rate of at most 1%.
    /// </summary>
    public double RequiredShare { get; init; }

    /// <summary>Prompt lengths that it holds for, tokens.</summary>
    public Band Context { get; init; } = Band.All;

    /// <summary>Turns that it holds for, from 1.</summary>
    public Band Turns { get; init; } = Band.All;

    /// <summary>Of availability: the length of a window.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Of accuracy: the evaluation, by name or file.</summary>
    public string? Evaluation { get; init; }

    /// <summary>Of accuracy: its questions; null: the evaluation's own.</summary>
    public string? Dataset { get; init; }

    /// <summary>Where it stands: file:line. For messages and documents.</summary>
    public string Place { get; init; } = "";

    /// <summary>
    /// The request is one of those that the objective is about, by what was asked for. The server's own count is known of completed ones
    /// alone: by it, those that failed could belong to another band than the same requests answered. One of unknown length is in no band.
    /// </summary>
    public bool Applies(in Observation request) =>
        request.Outcome != Outcome.Cancelled && IsInContext(request.RequestedInputTokens) && Turns.Holds(Math.Max(1, request.Turn));

    /// <summary>
    /// The request keeps to the bound. One that did not complete does not: errors and timeouts count as overruns. A completed answer
    /// without a value, such as the TPOT of a single token, has nothing that could pass the bound.
    /// </summary>
    public bool IsMet(in Observation request)
    {
        if (request.Outcome != Outcome.Completed)
        {
            return Metric switch
            {
                ObjectiveMetric.RateLimitRate => request.Outcome != Outcome.RateLimited,
                ObjectiveMetric.TruncationRate => request.Outcome is not (Outcome.Truncated or Outcome.WrongLength),
                _ => false,
            };
        }

        double value = ValueOf(request);
        return double.IsNaN(value) || (IsLeast ? value >= Bound : value <= Bound);
    }

    /// <summary>The request's value in the bound's unit; NaN where it has none, or where the metric is not of a single request.</summary>
    public double ValueOf(in Observation request) => Metric switch
    {
        ObjectiveMetric.Ttft => request.TtftMs,
        ObjectiveMetric.Ttfvt => request.TtfvtMs,
        ObjectiveMetric.Tpot => request.TpotMs,
        ObjectiveMetric.Itl => request.ItlMaxMs,
        ObjectiveMetric.E2e => request.E2eMs,
        ObjectiveMetric.Interactivity => request.TpotMs > 0 ? 1000 / request.TpotMs : double.NaN,
        _ => double.NaN,
    };

    private bool IsInContext(int tokens) => Context == Band.All || (tokens > 0 && Context.Holds(tokens));
}

/// <summary>How requests' values become one.</summary>
public enum ObjectiveKind
{
    /// <summary>A share of requests must meet the bound: a percentile.</summary>
    Share,

    /// <summary>The mean over requests must meet it.</summary>
    Mean,

    /// <summary>A share of requests (or windows, or questions) is itself bounded: errors, rate limits, truncation, availability, accuracy.</summary>
    Rate,

    /// <summary>One figure of the whole run: throughput.</summary>
    Whole,
}
