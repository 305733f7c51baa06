namespace LoadGen.Measurement.Clients.Clocks;

/// <summary>
/// The offset of another machine's clock, of the probe with the shortest round trip among the last ones: queues on the way only ever add
/// time. Old probes are forgotten, as clocks drift: 16 of them, one a second, span a drift of 1.6 µs where two clocks differ by 0.1 ppm, and
/// 0.3 ms where they differ by 20. Thread-safe.
/// </summary>
public sealed class ClockOffset
{
    private const int Remembered = 16;

    private readonly Lock _gate = new();
    private readonly Queue<ClockProbe> _last = new();
    private ClockProbe? _first;
    private ClockProbe _best;

    /// <summary>A probe came back.</summary>
    /// <returns>False when its instants contradict each other: it is passed over.</returns>
    public bool Add(ClockProbe probe)
    {
        if (probe.RoundTripNs < 0 || probe.AnsweredNs < probe.HeardNs)
        {
            return false;
        }

        lock (_gate)
        {
            _last.Enqueue(probe);
            if (_last.Count > Remembered)
            {
                _last.Dequeue();
            }

            _best = _last.MinBy(p => p.RoundTripNs);
            return true;
        }
    }

    /// <summary>The best of the last probes; all zero before the first.</summary>
    public ClockProbe Best
    {
        get
        {
            lock (_gate)
            {
                return _best;
            }
        }
    }

    /// <summary>The offset that the run began with: the best at the first call.</summary>
    public ClockProbe AtStart
    {
        get
        {
            lock (_gate)
            {
                return _first ??= _best;
            }
        }
    }
}
