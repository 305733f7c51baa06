using LoadGen.Watching.Journals;
using LoadGen.Watching.Probing;
using LoadGen.Watching.Settings;

namespace LoadGen.Watching.Running;

/// <summary>
/// Which round comes next, and when. Rounds keep to the monotonic clock from the watcher's start on; one that could not be held in time is
/// left out, and told as a gap.
/// </summary>
internal sealed class Rounds
{
    private readonly TimeProvider _time;
    private readonly RoundSchedule _schedule;
    private readonly TimeSpan _interval;
    private readonly int _endpoints;
    private readonly long _startStamp;
    private long _step;
    private long _round;
    private int _prompt;
    private DateTimeOffset _lastWall;
    private TimeSpan _lastElapsed;

    public Rounds(WatchPlan plan, TimeProvider time, JournalCarry carry)
    {
        (_time, _interval, _endpoints) = (time, plan.Probe.Interval, plan.Endpoints.Count);
        _schedule = new RoundSchedule(plan.Probe.Interval, plan.Probe.Jitter, carry.Seed);
        (_round, _prompt) = (carry.NextRound, carry.NextPrompt);
        _startStamp = time.GetTimestamp();
        _lastWall = time.GetUtcNow();
    }

    /// <summary>Since the watcher's start.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_startStamp);

    /// <summary>When the next round is due, after the watcher's start.</summary>
    public TimeSpan Due => _schedule.DueOf(_step, _round);

    /// <summary>
    /// The time that nobody watched, where the round that is due now is late by an interval or more, or the wall clock has gone on without
    /// the other, as it does while a machine sleeps. Rounds that belong there are left out then.
    /// </summary>
    public (DateTimeOffset From, DateTimeOffset To)? HeldUp()
    {
        DateTimeOffset wall = _time.GetUtcNow();
        TimeSpan elapsed = Elapsed;
        TimeSpan late = elapsed - Due;
        TimeSpan slept = wall - _lastWall - (elapsed - _lastElapsed);
        DateTimeOffset before = _lastWall;
        (_lastWall, _lastElapsed) = (wall, elapsed);
        if (late >= _interval)
        {
            _step = _schedule.StepAt(elapsed);
            return (wall - late - (slept > TimeSpan.Zero ? slept : TimeSpan.Zero), wall);
        }

        return slept >= _interval ? (before, wall) : null;
    }

    /// <summary>The round's probes, in its order; the next round is the one after it.</summary>
    public IReadOnlyList<ProbeOrder> Take()
    {
        DateTimeOffset due = _time.GetUtcNow() - (Elapsed - Due);
        ProbeOrder[] orders = [.. RoundSchedule.OrderOf(_round, _endpoints).Select((endpoint, i) => new ProbeOrder(endpoint, _round, _prompt + i, due))];
        (_step, _round, _prompt) = (_step + 1, _round + 1, _prompt + _endpoints);
        return orders;
    }
}
