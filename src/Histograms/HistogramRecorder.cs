namespace LoadGen.Histograms;

/// <summary>
/// Records on one thread while another takes what was recorded, interval by interval. The writer never waits and takes no
/// lock or fence; no record is lost or counted twice.
/// </summary>
/// <remarks>
/// The writer keeps an epoch that is odd while it is inside a record, and reads the active histogram only inside. The reader
/// swaps the active histogram, then issues a process-wide memory barrier, then looks at the epoch:
/// <list type="bullet">
/// <item>a record that began after the barrier sees the new histogram;</item>
/// <item>a record that began before it has its odd epoch visible to the reader, who waits for that epoch to pass;</item>
/// <item>a record that ended before it is wholly visible.</item>
/// </list>
/// So the price of order is paid by the reader, once an interval (the runtime needs the same barrier to suspend threads for a
/// collection), and not by the writer on each record.
/// </remarks>
public sealed class HistogramRecorder
{
    private readonly TimeProvider _clock;
    private readonly Lock _readerGate = new();
    private HdrHistogram _active;
    private long _writerEpoch;

    /// <summary>Makes a recorder; see <see cref="HdrHistogram(long, long, int)"/> for the parameters.</summary>
    /// <param name="lowest">The smallest difference worth keeping.</param>
    /// <param name="highest">The highest value that can be recorded.</param>
    /// <param name="digits">Decimal digits kept, 1 to 5.</param>
    public HistogramRecorder(long lowest, long highest, int digits)
        : this(lowest, highest, digits, TimeProvider.System)
    {
    }

    /// <summary>Makes a recorder that stamps its intervals by a given clock.</summary>
    /// <param name="lowest">The smallest difference worth keeping.</param>
    /// <param name="highest">The highest value that can be recorded.</param>
    /// <param name="digits">Decimal digits kept, 1 to 5.</param>
    /// <param name="clock">Gives the start and end times of intervals; never read while recording.</param>
    public HistogramRecorder(long lowest, long highest, int digits, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        _active = new HdrHistogram(lowest, highest, digits) { StartTimeMs = NowMs() };
    }

    /// <summary>Counts one value. To be called by the one writer thread only.</summary>
    /// <param name="value">0 to the highest trackable value.</param>
    /// <returns>False, and nothing is counted, when the value is out of range.</returns>
    public bool TryRecord(long value)
    {
        // Volatile accesses keep their program order in compiled code; order between cores is the reader's barrier's work.
        var epoch = _writerEpoch;
        Volatile.Write(ref _writerEpoch, epoch + 1);
        var recorded = Volatile.Read(ref _active).TryRecord(value);
        Volatile.Write(ref _writerEpoch, epoch + 2);
        return recorded;
    }

    /// <summary>Counts one value many times. To be called by the one writer thread only.</summary>
    /// <param name="value">0 to the highest trackable value.</param>
    /// <param name="count">How many times.</param>
    /// <returns>False, and nothing is counted, when value or count is out of range.</returns>
    public bool TryRecord(long value, long count)
    {
        var epoch = _writerEpoch;
        Volatile.Write(ref _writerEpoch, epoch + 1);
        var recorded = Volatile.Read(ref _active).TryRecord(value, count);
        Volatile.Write(ref _writerEpoch, epoch + 2);
        return recorded;
    }

    /// <summary>Takes what was recorded since the last swap and starts a new interval. Any thread but the writer may call it.</summary>
    /// <param name="recycle">A histogram taken earlier and no longer needed, to be emptied and used again; or null.</param>
    /// <returns>The interval, the caller's to keep, with its start and end times set.</returns>
    /// <exception cref="ArgumentException">The histogram to recycle has other parameters, or is in use here.</exception>
    public HdrHistogram SwapInterval(HdrHistogram? recycle)
    {
        lock (_readerGate)
        {
            var taken = _active;
            var next = EmptyLike(taken, recycle);
            next.StartTimeMs = NowMs();

            Volatile.Write(ref _active, next);
            Interlocked.MemoryBarrierProcessWide();
            WaitForRecordInFlight();

            taken.EndTimeMs = next.StartTimeMs;
            return taken;
        }
    }

    private static HdrHistogram EmptyLike(HdrHistogram active, HdrHistogram? recycle)
    {
        if (recycle is null)
        {
            return new HdrHistogram(active.Layout);
        }

        if (ReferenceEquals(recycle, active))
        {
            throw new ArgumentException("The histogram is being recorded into: it was given back before.", nameof(recycle));
        }

        if (recycle.LowestDiscernibleValue != active.LowestDiscernibleValue
            || recycle.HighestTrackableValue != active.HighestTrackableValue
            || recycle.SignificantDigits != active.SignificantDigits)
        {
            throw new ArgumentException("The histogram has other parameters; give back one that this recorder handed out.", nameof(recycle));
        }

        recycle.Reset();
        return recycle;
    }

    private void WaitForRecordInFlight()
    {
        var epoch = Volatile.Read(ref _writerEpoch);
        if ((epoch & 1) == 0)
        {
            return;
        }

        // A record takes nanoseconds; only a writer that lost its processor in the middle of one makes this yield.
        var spin = default(SpinWait);
        while (Volatile.Read(ref _writerEpoch) == epoch)
        {
            spin.SpinOnce();
        }
    }

    private long NowMs() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
