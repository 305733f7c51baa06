using LoadGen.Transport.Http;
using LoadGen.Transport.Loops;

namespace LoadGen.Measurement.Running;

/// <summary>Lets a loop end the requests of its connections that are past their time limits. Made and disposed on the loop.</summary>
internal sealed class DeadlineSweep : IDisposable
{
    // Time limits are kept to within this.
    private const long IntervalNs = 10_000_000;

    private readonly IHttpOrigin _origin;
    private readonly LoopTimer _timer;
    private bool _isStopped;

    public DeadlineSweep(EventLoop loop, IHttpOrigin origin)
    {
        _origin = origin;
        _timer = loop.CreateTimer(Sweep, isPrecise: false);
        Sweep(loop.Clock.NowNs);
    }

    public void Dispose()
    {
        _isStopped = true;
        _timer.Clear();
    }

    private void Sweep(long nowNs)
    {
        if (!_isStopped)
        {
            // A sweep touches every connection, and pushes the tokens out of the cache: only when it can find something.
            long safeUntilNs = _origin.SweepDeadlines(nowNs);
            if (safeUntilNs != long.MaxValue)
            {
                _timer.Set(Math.Max(nowNs + IntervalNs, safeUntilNs));
            }
        }
    }
}
