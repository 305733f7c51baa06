using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>What became of a run's sessions, added up from their turns: so it is the same for one client and for several. Single-threaded.</summary>
public sealed class SessionTotals
{
    private const double SPerNs = 1e-9;
    private const double MsPerNs = 1e-6;

    private static readonly MetricDefinition s_turns = new("turns_per_session", "Turns", "turns", 1, "Turns of the sessions that began, as the dataset has them.", "the dataset");
    private static readonly MetricDefinition s_duration = new("duration_s", "Session", "s", SPerNs, "From the first turn's intended start to the last turn's end, gaps included; sessions that completed.", "AIPerf");
    private static readonly MetricDefinition s_lateness = new("gap_lateness_ms", "Gap lateness", "ms", MsPerNs, "Send − (end of the turn before + gap), every turn after a session's first that was sent.", "wrk2's lateness, within a session");

    private readonly List<SentTurn> _sent = [];

    /// <summary>Sessions whose first turn was made.</summary>
    public long Started { get; private set; }

    /// <summary>Sessions whose last turn was made.</summary>
    public long Completed { get; private set; }

    /// <summary>Sessions that a failed turn ended.</summary>
    public long Broken { get; private set; }

    /// <summary>Sessions that the run's end cut off.</summary>
    public long Cut => Started - Completed - Broken;

    /// <summary>Turns of the sessions that began.</summary>
    public long TurnsPlanned { get; private set; }

    /// <summary>Turns made, whatever became of them.</summary>
    public long TurnsMade { get; private set; }

    /// <summary>Turns that did not complete.</summary>
    public long TurnsFailed { get; private set; }

    /// <summary>Turns of the sessions that began which were not made.</summary>
    public long TurnsNotMade => TurnsPlanned - TurnsMade;

    /// <summary>Turns of the sessions that began.</summary>
    public MetricAccumulator TurnsPerSession { get; } = new(s_turns);

    /// <summary>Length of the sessions that completed.</summary>
    public MetricAccumulator Duration { get; } = new(s_duration);

    /// <summary>How late turns started after their gaps.</summary>
    public MetricAccumulator GapLateness { get; } = new(s_lateness);

    /// <summary>The metrics, for their definitions.</summary>
    public static IReadOnlyList<MetricDefinition> Definitions { get; } = [s_turns, s_duration, s_lateness];

    /// <summary>The turns that were sent, in order of their sends.</summary>
    public IEnumerable<SentTurn> SentInOrder() => _sent.OrderBy(t => t.SendNs).ThenBy(t => t.Turn);

    /// <summary>Adds a finished request that is a turn of a session; others change nothing.</summary>
    public void Add(RequestTimeline timeline, in RequestFigures figures)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        if (timeline.Session is not { } session || timeline.Item.Session is not { } index)
        {
            return;
        }

        TurnsMade++;
        TurnsFailed += timeline.Outcome == Outcome.Completed ? 0 : 1;
        if (timeline.Item.Turn == 0)
        {
            Started++;
            TurnsPlanned += session.Turns;
            TurnsPerSession.Record(session.Turns);
        }

        if (timeline.SendNs > 0)
        {
            _sent.Add(new SentTurn(timeline.SendNs, index, timeline.Item.Turn, figures.InputTokens));
            if (timeline.Item.Turn > 0)
            {
                GapLateness.Record(figures.LatenessNs);
            }
        }

        Broken += timeline.SessionEnd == SessionEnd.Broken ? 1 : 0;
        if (timeline.SessionEnd == SessionEnd.Completed)
        {
            Completed++;
            Duration.Record(timeline.EndNs - session.StartNs);
        }
    }
}

/// <summary>A turn that was sent.</summary>
/// <param name="SendNs">When.</param>
/// <param name="Session">Its session's place in the dataset.</param>
/// <param name="Turn">Its place in the session, from 0.</param>
/// <param name="PromptTokens">Its prompt's length.</param>
public readonly record struct SentTurn(long SendNs, int Session, int Turn, int PromptTokens);
