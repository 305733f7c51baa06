using LoadGen.Transport.Timing;

namespace LoadGen.Simulation.Pacing;

/// <summary>Sleeps on a monitor with the runtime's timer, to the millisecond: for trying things out where there is no futex.</summary>
internal sealed class PortableSleeper(IMonotonicClock clock) : IPacerSleeper
{
    private readonly object _gate = new();
    private bool _woken;

    /// <inheritdoc/>
    public void InitialiseThread() => AbsoluteSleeper.InitialiseThread();

    /// <inheritdoc/>
    public void SleepUntil(long deadlineNs)
    {
        lock (_gate)
        {
            if (!_woken)
            {
                // Rounded up: returning a fraction of a millisecond early would only spin.
                long ms = deadlineNs == Agenda.Never ? Timeout.Infinite : Math.Max(0, (deadlineNs - clock.NowNs + 999_999) / 1_000_000);
                Monitor.Wait(_gate, (int)Math.Min(ms, int.MaxValue));
            }

            _woken = false;
        }
    }

    /// <inheritdoc/>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }
}
