using LoadGen.Transport.Loops;

namespace LoadGen.Measurement.Running;

/// <summary>Begins one loop's slots of a closed loop, one after another in set steps. Used on the loop's thread only.</summary>
internal sealed class SlotStarter
{
    // Longest sleep before looking whether the phase is over.
    private const long SliceNs = 50_000_000;

    private readonly EventLoop _loop;
    private readonly RunPhase _phase;
    private readonly Action _begin;
    private readonly LoopTimer _timer;
    private readonly long _stepNs;
    private int _left;
    private long _dueNs;

    /// <param name="loop">The loop.</param>
    /// <param name="phase">Ends the wait when it is over: what is left then begins at once, and finds nothing to do.</param>
    /// <param name="slots">How many.</param>
    /// <param name="stepNs">From one to the next; 0 begins all at once, with a look at the sockets in between.</param>
    /// <param name="begin">Begins one.</param>
    public SlotStarter(EventLoop loop, RunPhase phase, int slots, long stepNs, Action begin)
    {
        (_loop, _phase, _left, _stepNs, _begin) = (loop, phase, slots, stepNs, begin);
        _timer = loop.CreateTimer(OnDue, isPrecise: false);
    }

    /// <summary>Begins the first, and sees to the others.</summary>
    /// <param name="firstNs">When.</param>
    public void Start(long firstNs)
    {
        _dueNs = firstNs;
        OnDue(_loop.Clock.NowNs);
    }

    private void OnDue(long nowNs)
    {
        if ((_stepNs == 0 && _dueNs <= nowNs) || _phase.IsOver)
        {
            for (; _left > 0; _left--)
            {
                _loop.Post(_begin);
            }

            return;
        }

        if (_dueNs <= nowNs)
        {
            // A loop that is late does not catch up: the steps are there for its sake.
            _left--;
            _dueNs = nowNs + _stepNs;
            _begin();
        }

        if (_left > 0)
        {
            _timer.Set(Math.Min(_dueNs, nowNs + SliceNs));
        }
    }
}
