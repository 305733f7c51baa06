using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Results;

/// <summary>The run's steady state: what lies between its ramp and its drain.</summary>
public sealed record SteadyStateInfo
{
    /// <summary>How its window was found.</summary>
    public required string Rule { get; init; }

    /// <summary>First intended start to the window's opening, seconds.</summary>
    public required double RampS { get; init; }

    /// <summary>The window's closing to the end of the last response, seconds.</summary>
    public required double DrainS { get; init; }

    /// <summary>Its opening, seconds after the start of the measurement, as in the records.</summary>
    public required double StartS { get; init; }

    /// <summary>Its closing, seconds after the start of the measurement.</summary>
    public required double EndS { get; init; }

    /// <summary>Its length, seconds: ramp + length + drain are the run's duration.</summary>
    public required double LengthS { get; init; }

    /// <summary>Time inside the window with fewer requests under way than 95% of the concurrency, seconds; 0 under a schedule.</summary>
    public required double BelowS { get; init; }

    /// <summary>Completed requests that were sent inside: those of the requests' metrics.</summary>
    public required long Requests { get; init; }

    /// <summary>Completed requests that ended inside: those of the throughput.</summary>
    public required long RequestsEnded { get; init; }

    /// <summary>Output tokens that arrived inside.</summary>
    public required double OutputTokens { get; init; }

    /// <summary>What came about inside, over its length.</summary>
    public required ThroughputInfo Throughput { get; init; }

    /// <summary>The metrics, of requests sent inside and of token gaps that ended inside.</summary>
    public required IReadOnlyDictionary<string, MetricSummary> Metrics { get; init; }

    /// <summary>The steady state of a run; null when it had none.</summary>
    /// <param name="totals">What the run added up.</param>
    /// <param name="startNs">The start of the measurement.</param>
    /// <param name="hasGoodput">There are goodput bounds.</param>
    public static SteadyStateInfo? Of(RunTotals totals, long startNs, bool hasGoodput)
    {
        ArgumentNullException.ThrowIfNull(totals);
        if (totals.Window is not { Found: { } span } window)
        {
            return null;
        }

        SteadyTotals inside = totals.Steady;
        double length = (span.CloseNs - span.OpenNs) / 1e9;
        return new SteadyStateInfo
        {
            Rule = window.Rule,
            RampS = (span.OpenNs - totals.FirstIntendedNs) / 1e9,
            DrainS = (totals.LastEndNs - span.CloseNs) / 1e9,
            StartS = (span.OpenNs - startNs) / 1e9,
            EndS = (span.CloseNs - startNs) / 1e9,
            LengthS = length,
            BelowS = window.BelowNs / 1e9,
            Requests = inside.Sent,
            RequestsEnded = inside.Ended,
            OutputTokens = inside.OutputTokens,
            Throughput = new ThroughputInfo(
                inside.Ended / length,
                inside.InputTokens / length,
                inside.OutputTokens / length,
                (inside.InputTokens + inside.OutputTokens) / length,
                hasGoodput ? inside.EndedGood / length : null),
            Metrics = inside.Metrics.Summarise(),
        };
    }

    /// <summary>Why a run has no steady state; null when it has one.</summary>
    /// <param name="totals">What the run added up; null when nothing was measured.</param>
    public static string? WhyAbsent(RunTotals? totals) => totals switch
    {
        null => "nothing was measured",
        { Window: null } => "none was looked for",
        { Window.Found: null } => totals.Window.Absence,
        _ => null,
    };
}
