using LoadGen.Measurement.Metrics;

namespace LoadGen.Measurement.Validity;

/// <summary>What the client's own delay is held against: medians over the measurement, ms; null where nothing was recorded.</summary>
/// <param name="TtftMs">Time to first token.</param>
/// <param name="ItlMs">Inter-token latency, chunk by chunk.</param>
/// <param name="ItlPerTokenMs">Inter-token latency, token by token.</param>
/// <param name="E2eMs">End-to-end latency.</param>
public sealed record MedianLatencies(double? TtftMs, double? ItlMs, double? ItlPerTokenMs, double? E2eMs)
{
    /// <summary>Takes them from a run's metrics.</summary>
    /// <param name="metrics">The metrics by name.</param>
    public static MedianLatencies Of(IReadOnlyDictionary<string, MetricSummary> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new MedianLatencies(
            metrics[MetricRegistry.Ttft.Name].P50,
            metrics[MetricRegistry.Itl.Name].P50,
            metrics[MetricRegistry.ItlPerToken.Name].P50,
            metrics[MetricRegistry.E2e.Name].P50);
    }

    /// <summary>The gap between tokens: ITL; where most chunks came together with the one before (median 0), ITL per token; null without either.</summary>
    internal (string Name, double Ms)? Gap => this switch
    {
        { ItlMs: > 0 and { } itl } => ("ITL", itl),
        { ItlPerTokenMs: > 0 and { } perToken } => ("ITL per token", perToken),
        _ => null,
    };

    /// <summary>The first thing a user waits for: TTFT; where answers come whole, E2E.</summary>
    internal (string Name, double Ms)? First => this switch
    {
        { TtftMs: { } ttft } => ("TTFT", ttft),
        { E2eMs: { } e2e } => ("E2E", e2e),
        _ => null,
    };
}
