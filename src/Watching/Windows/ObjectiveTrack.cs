using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Watching.Windows;

/// <summary>How one endpoint keeps one objective, over all windows.</summary>
internal sealed class ObjectiveTrack
{
    private readonly RollingCounts _counts;
    private readonly UpSpans? _spans;

    /// <param name="objective">The objective; it has an error budget.</param>
    /// <param name="windows">The windows' lengths.</param>
    public ObjectiveTrack(Objective objective, IReadOnlyList<TimeSpan> windows)
    {
        Objective = objective;
        AllowedShare = ErrorBudget.AllowedShare(objective);
        _counts = new RollingCounts(windows);
        _spans = objective.Metric == ObjectiveMetric.Availability ? new UpSpans(objective.Window) : null;
    }

    public Objective Objective { get; }

    /// <summary>The share that may miss it.</summary>
    public double AllowedShare { get; }

    /// <summary>What a window holds.</summary>
    public WindowCount this[int window] => _counts[window];

    /// <summary>How fast the budget burns in a window.</summary>
    public double Burn(int window) => ErrorBudget.Burn(_counts[window].Share, AllowedShare);

    /// <summary>Takes a probe in.</summary>
    /// <param name="at">When it was over; not before the one before.</param>
    /// <param name="due">When it was due.</param>
    /// <param name="request">The probe.</param>
    public void Add(DateTimeOffset at, DateTimeOffset due, in Observation request)
    {
        if (_spans is not null)
        {
            if (request.Outcome != Outcome.Cancelled && _spans.Add(due, request.Outcome == Outcome.Completed) is { } wasUp)
            {
                _counts.Add(at, !wasUp);
            }
        }
        else if (Objective.Applies(request))
        {
            _counts.Add(at, !Objective.IsMet(request));
        }
    }

    /// <summary>Nothing comes any more: decides availability's last span.</summary>
    public void Finish(DateTimeOffset? lastAt)
    {
        if (_spans?.Last is { } wasUp && lastAt is { } at)
        {
            _counts.Add(at, !wasUp);
        }
    }

    public void MoveTo(DateTimeOffset now) => _counts.MoveTo(now);
}
