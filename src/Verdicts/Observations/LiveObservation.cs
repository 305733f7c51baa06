using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Verdicts.Observations;

/// <summary>
/// Makes observations of requests that just ended, rounded as records are: judged again from its records, a run has the same verdict to
/// the last digit. Not thread-safe: its room is used again.
/// </summary>
public sealed class LiveObservation
{
    private const int SecondsDigits = 9;
    private const int MsDigits = 6;

    private readonly ChunkGaps _gaps = new();

    /// <summary>The observation of a finished request.</summary>
    /// <param name="timeline">The request.</param>
    /// <param name="figures">Its figures.</param>
    /// <param name="runStartNs">The run's start.</param>
    /// <param name="steady">The steady state as far as it is decided.</param>
    public Observation Of(RequestTimeline timeline, in RequestFigures figures, long runStartNs, SteadySpan steady)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        _gaps.Measure(timeline);
        bool wasSent = timeline.SendNs > 0;
        return new Observation
        {
            Index = timeline.Item.Index,
            Outcome = timeline.Outcome,
            Stage = wasSent ? StageAt(timeline.SendNs, steady)
                : timeline.Outcome == Outcome.Cancelled ? RunStage.Unsent
                : StageAt(timeline.EndNs, steady),
            IntendedS = Seconds(timeline.IntendedNs - runStartNs),
            SendS = wasSent ? Seconds(timeline.SendNs - runStartNs) : double.NaN,
            EndS = Seconds(timeline.EndNs - runStartNs),
            TtftMs = Ms(figures.TtftNs, figures.TtftNs >= 0),
            TtftIntendedMs = Ms(figures.TtftIntendedNs, figures.TtftIntendedNs >= 0),
            TtfvtMs = Ms(figures.TtfvtNs, figures.TtfvtNs >= 0),
            TpotMs = Ms(figures.TpotNs, figures.TpotNs >= 0),
            ItlMaxMs = Ms(_gaps.MaxNs, _gaps.MaxNs >= 0),
            ItlP99Ms = Ms(_gaps.P99Ns, _gaps.P99Ns >= 0),
            E2eMs = Ms(figures.E2eNs, wasSent),
            InputTokens = figures.InputTokens,
            RequestedInputTokens = timeline.Item.RequestedInputTokens,
            OutputTokens = figures.OutputTokens,
            Turn = timeline.Session is null ? 1 : timeline.Item.Turn + 1,
        };
    }

    private static RunStage StageAt(long ns, SteadySpan steady) =>
        steady.Contains(ns) ? RunStage.Steady : steady.OpenNs == 0 || ns <= steady.OpenNs ? RunStage.Ramp : RunStage.Drain;

    private static double Seconds(long ns) => Math.Round(ns / 1e9, SecondsDigits);

    private static double Ms(double ns, bool isPresent) => isPresent ? Math.Round(ns / 1e6, MsDigits) : double.NaN;
}
