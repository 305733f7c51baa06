using System.Threading.Channels;
using LoadGen.Measurement.Running.Preparing;

namespace LoadGen.Measurement.Running.Sessions;

/// <summary>
/// The sessions of one loop that will begin by a schedule: those whose time is near have their first turns written ahead, as traces bring
/// many at once. Used on the loop's thread only.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="worker">The loop.</param>
/// <param name="phase">The phase.</param>
/// <param name="end">The run's end.</param>
/// <param name="sessions">Where they come from, by time.</param>
/// <param name="startNs">The schedule's zero.</param>
internal sealed class SessionsAhead(
    RunContext run, Worker worker, RunPhase phase, SessionRunEnd end, ChannelReader<SessionStart> sessions, long startNs)
{
    // As of a schedule's requests. Conversations may be large, but few are due within the lead.
    private const int MaxAhead = 64;

    // Their reader may be slower than this loop for a moment: looked at again so soon, what it brings meanwhile is written ahead as well.
    private const long SliceNs = 5_000_000;

    private readonly Queue<DueSession> _ahead = new();
    private SessionStart? _next;
    private bool _isDry;

    /// <summary>First turns are written ahead. Not under a limit: those who wait are many, and would hold their bodies meanwhile.</summary>
    public bool IsWritten { get; init; }

    /// <summary>The next session, when it is due. Null when there is none, or the run's end came first.</summary>
    /// <exception cref="OperationCanceledException">The end came while the next one was being read.</exception>
    public async Task<DueSession?> NextAsync()
    {
        while (true)
        {
            PlanAhead();
            if (_ahead.Count == 0 && _next is null)
            {
                if (_isDry || !await sessions.WaitToReadAsync(end.Token))
                {
                    return null;
                }

                continue;
            }

            long wakeNs = _ahead.TryPeek(out DueSession first) ? first.DueNs : long.MaxValue;
            if (_ahead.Count < MaxAhead)
            {
                wakeNs = Math.Min(wakeNs, NextLookNs());
            }

            if (!await end.WaitAsync(worker.Loop, wakeNs))
            {
                return null;
            }

            if (_ahead.Count > 0 && first.DueNs <= run.Clock.NowNs)
            {
                return _ahead.Dequeue();
            }
        }
    }

    /// <summary>Those that were planned will not be begun.</summary>
    public IReadOnlyList<DueSession> Abandon()
    {
        DueSession[] unsent = [.. _ahead];
        _ahead.Clear();
        foreach (DueSession due in unsent)
        {
            due.Session.Abandon();
        }

        return unsent;
    }

    // When there may be another session to plan.
    private long NextLookNs() => _next is { } next ? startNs + next.OffsetNs - Preparer.LeadNs
        : _isDry || sessions.Completion.IsCompleted ? long.MaxValue
        : run.Clock.NowNs + SliceNs;

    private void PlanAhead()
    {
        while (!_isDry && _ahead.Count < MaxAhead)
        {
            if (_next is null && sessions.TryRead(out SessionStart read))
            {
                _next = read;
            }

            if (_next is not { } start)
            {
                return;
            }

            long dueNs = startNs + start.OffsetNs;
            if (phase.EndsBefore(dueNs))
            {
                _next = null;
                _isDry = true;
                return;
            }

            if (dueNs - run.Clock.NowNs > Preparer.LeadNs)
            {
                return;
            }

            _next = null;
            Plan(start, dueNs);
        }
    }

    private void Plan(SessionStart start, long dueNs)
    {
        phase.OnSessionPlanned(dueNs);
        var session = new SessionRun(run, worker, phase, end, start);
        if (IsWritten)
        {
            session.Plan(dueNs);
        }

        _ahead.Enqueue(new DueSession(session, dueNs));
    }
}

/// <summary>A session and when its first turn is due.</summary>
internal readonly record struct DueSession(SessionRun Session, long DueNs);
