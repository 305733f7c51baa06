using System.Globalization;

namespace LoadGen.Workloads.Datasets;

/// <summary>
/// Recorded time as it is replayed: the one place where offsets and gaps are compressed. A gap is capped first, then sped up, as the cap
/// is about what people did and not about the replay.
/// </summary>
public sealed record TimeScale
{
    private const double NsPerMs = 1e6;

    /// <summary>As recorded.</summary>
    public static TimeScale Recorded { get; } = new();

    private readonly double _speedup = 1;

    /// <summary>How many times faster than recorded: 60 makes an hour a minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public double Speedup
    {
        get => _speedup;
        init
        {
            if (!(value > 0) || double.IsInfinity(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"The speedup is {value.ToString(CultureInfo.InvariantCulture)}; it must be a finite number above 0.");
            }

            _speedup = value;
        }
    }

    /// <summary>The longest gap between two turns, as recorded; null for no cap. InferenceX caps idle gaps at 300 s.</summary>
    public TimeSpan? LongestGap { get; init; }

    /// <summary>A time since some start. Each is scaled on its own, so rounding never adds up.</summary>
    public long Offset(long recordedNs) => Speedup == 1 ? recordedNs : (long)Math.Round(recordedNs / Speedup);

    /// <summary>A wait between two turns.</summary>
    public long Gap(long recordedNs) =>
        Offset(LongestGap is { } longest ? Math.Min(recordedNs, checked(longest.Ticks * TimeSpan.NanosecondsPerTick)) : recordedNs);

    /// <summary>Nanoseconds of a dataset's milliseconds.</summary>
    internal static long FromMs(double milliseconds) => (long)Math.Round(milliseconds * NsPerMs);
}
