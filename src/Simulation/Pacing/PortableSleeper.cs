using LoadGen.Transport.Timing;

namespace LoadGen.Simulation.Pacing;

/// <summary>Sleeps on an event with the runtime's timer, to the millisecond: for trying things out where there is no futex.</summary>
internal sealed class PortableSleeper(IMonotonicClock clock) : IPacerSleeper
{
    private readonly AutoResetEvent _woken = new(false);

    /// <inheritdoc/>
    public void InitialiseThread()
    {
    }

    /// <inheritdoc/>
    public void SleepUntil(long deadlineNs)
    {
        // Rounded up: returning a fraction of a millisecond early would only spin.
        long ms = deadlineNs == Agenda.Never ? Timeout.Infinite : Math.Max(0, (deadlineNs - clock.NowNs + 999_999) / 1_000_000);
        _woken.WaitOne((int)Math.Min(ms, int.MaxValue));
    }

    /// <inheritdoc/>
    public void Wake() => _woken.Set();

    /// <inheritdoc/>
    public void Dispose() => _woken.Dispose();
}
