using LoadGen.Telemetry.Sources;
using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Sampling;

/// <summary>
/// Reads a source again and again, on a thread of its own that stands back behind the event loops. Deadlines are absolute: a slow read
/// shifts none of the later ones; a read that outlasts its period skips the deadlines it passed.
/// </summary>
public sealed class GpuSampler : IDisposable
{
    /// <summary>The period unless told otherwise, ms: 20 Hz, twice the 10 Hz that is promised.</summary>
    public const int DefaultPeriodMs = 50;

    /// <summary>The longest period allowed, ms: 10 Hz.</summary>
    public const int LongestPeriodMs = 100;

    // The energy counter is asked for at the 10 Hz that is promised, and not more often: on an H200 (driver 580) its call takes 4 to 5 ms of a core
    // where all other figures together take 0.4 ms, and eight GPUs are read one after the other.
    private const int EnergyPeriodMs = LongestPeriodMs;

    // Past the end, a source that renews slowly (a program, an exporter) may need this long for its next reading.
    private static readonly TimeSpan s_lastReading = TimeSpan.FromSeconds(5);

    // A driver call that never returns must not keep the results from being written.
    private static readonly TimeSpan s_hung = TimeSpan.FromSeconds(10);

    private readonly IGpuSource _source;
    private readonly IMonotonicClock _clock;
    private readonly TelemetryLog? _log;
    private readonly GpuReading[] _readings;
    private readonly long _periodNs;
    private readonly long _readingsPerEnergy;
    private readonly long[] _lastEnergyNs;
    private long _readingsToEnergy;
    private Thread? _thread;
    private long _cpuNs;
    private long _stopAfterNs = long.MaxValue;

    /// <summary>Prepares; <see cref="Start"/> begins.</summary>
    /// <param name="source">What is read; stays the caller's.</param>
    /// <param name="period">Time from one reading to the next.</param>
    /// <param name="clock">The clock of the source's stamps and of the deadlines.</param>
    /// <param name="log">Where each reading leaves a line; null for nowhere.</param>
    public GpuSampler(IGpuSource source, TimeSpan period, IMonotonicClock clock, TelemetryLog? log)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        _source = source;
        _clock = clock;
        _log = log;
        _readings = new GpuReading[source.Devices.Count];
        _periodNs = Nanoseconds.Of(period);
        _readingsPerEnergy = Math.Max(1, Nanoseconds.Of(TimeSpan.FromMilliseconds(EnergyPeriodMs)) / _periodNs);
        _lastEnergyNs = new long[source.Devices.Count];
        Series = [.. source.Devices.Select(_ => new SampleSeries())];
    }

    /// <summary>The readings, one series a device in the source's order. To be read once the sampler has stopped.</summary>
    public IReadOnlyList<SampleSeries> Series { get; }

    /// <summary>Time from one reading to the next, as asked for.</summary>
    public TimeSpan Period => TimeSpan.FromTicks(_periodNs / TimeSpan.NanosecondsPerTick);

    /// <summary>Deadlines that a slow reading passed.</summary>
    public long Skipped { get; private set; }

    /// <summary>CPU time of the sampler's thread, s: part of what the process uses, and none of what a token costs.</summary>
    public double CpuS => Volatile.Read(ref _cpuNs) / 1e9;

    /// <summary>The source did not return; its readings up to then are there.</summary>
    public bool IsHung { get; private set; }

    /// <summary>Begins, after one reading on the caller's thread: a source that tells nothing is noticed, and a window that opens now has a sample before it.</summary>
    public void Start()
    {
        ReadOnce();
        _thread = new Thread(Run) { IsBackground = true, Name = "gpu sampler" };
        _thread.Start();
    }

    /// <summary>Goes on until every GPU has a reading at or after <paramref name="endNs"/>, for a few seconds at most, and ends.</summary>
    /// <param name="endNs">The end of what is to be covered, monotonic ns.</param>
    public void StopAfter(long endNs)
    {
        Volatile.Write(ref _stopAfterNs, endNs);
        IsHung = _thread is { } thread && !thread.Join(s_lastReading + s_hung);
        if (!IsHung)
        {
            _log?.Flush();
        }
    }

    /// <summary>Ends at once.</summary>
    public void Dispose()
    {
        if (_thread is { IsAlive: true } && !IsHung)
        {
            StopAfter(0);
        }
    }

    /// <summary>Reads every device once; the energy counter each 100 ms, and once the end is known in every reading: one must come after it.</summary>
    internal void ReadOnce()
    {
        bool withEnergy = --_readingsToEnergy <= 0 || Volatile.Read(ref _stopAfterNs) != long.MaxValue;
        if (withEnergy)
        {
            _readingsToEnergy = _readingsPerEnergy;
        }

        _source.Read(_readings, withEnergy);
        for (int i = 0; i < _readings.Length; i++)
        {
            if (_readings[i].TimeNs != 0 && Series[i].TryAdd(_readings[i]))
            {
                _log?.Add(i, _readings[i]);
            }

            if (withEnergy)
            {
                _lastEnergyNs[i] = _readings[i].TimeNs;
            }
        }
    }

    /// <summary>The deadline after <paramref name="dueNs"/>: the next whole period that is still ahead.</summary>
    internal long NextDue(long dueNs, long nowNs)
    {
        long skipped = Math.Max(0, (nowNs - dueNs) / _periodNs);
        Skipped += skipped;
        _readingsToEnergy -= skipped;
        return dueNs + ((skipped + 1) * _periodNs);
    }

    /// <summary>Every GPU has been read past the end, its energy counter too; or the source has had its time.</summary>
    internal bool IsDone()
    {
        long stopNs = Volatile.Read(ref _stopAfterNs);
        if (stopNs == long.MaxValue)
        {
            return false;
        }

        bool reached = true;
        foreach (long lastNs in _lastEnergyNs)
        {
            reached &= lastNs >= stopNs;
        }

        return reached || _clock.NowNs >= stopNs + Nanoseconds.Of(s_lastReading);
    }

    private void Run()
    {
        ThreadPriorities.StandBack();
        AbsoluteSleeper.InitialiseThread();
        long dueNs = _clock.NowNs;
        while (!IsDone())
        {
            ReadOnce();
            Volatile.Write(ref _cpuNs, ThreadCpuTime.OwnNs);
            dueNs = NextDue(dueNs, _clock.NowNs);
            AbsoluteSleeper.SleepUntil(dueNs);
        }
    }
}
