using System.Globalization;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Sessions;

/// <summary>
/// The gap between the end of one turn and the start of the next: think time, or the time that a tool takes. A pure function of (seed,
/// session, turn), so a session's gaps do not depend on what other sessions do.
/// </summary>
public sealed class ThinkTime
{
    private const long Domain = 0x7468696e6b; // "think"
    private const double NsPerS = 1e9;

    private readonly Kind _kind;
    private readonly double _lowNs;
    private readonly double _highNs;

    private ThinkTime(Kind kind, double lowNs, double highNs, string description) =>
        (_kind, _lowNs, _highNs, Description) = (kind, lowNs, highNs, description);

    private enum Kind
    {
        Recorded,
        Fixed,
        Exponential,
        Uniform,
    }

    /// <summary>As the dataset recorded it; none where it recorded nothing.</summary>
    public static ThinkTime Recorded { get; } = new(Kind.Recorded, 0, 0, "recorded gaps");

    /// <summary>No gap: the next turn starts when the one before is over.</summary>
    public static ThinkTime None { get; } = Fixed(TimeSpan.Zero);

    /// <summary>One line for the result document.</summary>
    public string Description { get; }

    /// <summary>The gaps are the dataset's.</summary>
    public bool IsRecorded => _kind == Kind.Recorded;

    /// <summary>Always the same gap.</summary>
    public static ThinkTime Fixed(TimeSpan gap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gap, TimeSpan.Zero);
        return new ThinkTime(Kind.Fixed, Ns(gap), Ns(gap), gap == TimeSpan.Zero ? "no gaps" : Text($"gaps of {gap.TotalSeconds} s"));
    }

    /// <summary>Exponentially distributed gaps.</summary>
    public static ThinkTime Exponential(TimeSpan mean)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(mean, TimeSpan.Zero);
        return new ThinkTime(Kind.Exponential, Ns(mean), Ns(mean), Text($"exponential gaps of {mean.TotalSeconds} s on average"));
    }

    /// <summary>Gaps of any length between two, alike.</summary>
    public static ThinkTime Uniform(TimeSpan least, TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(least, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(most, least);
        return new ThinkTime(Kind.Uniform, Ns(least), Ns(most), Text($"uniform gaps of {least.TotalSeconds} to {most.TotalSeconds} s"));
    }

    /// <summary>The gap before a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="session">The session's place in the dataset.</param>
    /// <param name="index">The turn's place in the session, from 0.</param>
    /// <returns>Nanoseconds; null where the dataset is asked and says nothing.</returns>
    public long? GapNs(ConversationTurn turn, long seed, int session, int index)
    {
        ArgumentNullException.ThrowIfNull(turn);
        switch (_kind)
        {
            case Kind.Recorded:
                return turn.DelayNs;
            case Kind.Fixed:
                return (long)_lowNs;
            default:
                var random = new SplitMix64(SplitMix64.Key(seed, Domain, ((long)session << 24) + index));

                // 53 bits, as many as a double holds: in [0, 1).
                double u = (random.Next() >> 11) * (1.0 / (1UL << 53));
                return (long)(_kind == Kind.Uniform ? _lowNs + (u * (_highNs - _lowNs)) : -Math.Log(1 - u) * _lowNs);
        }
    }

    private static double Ns(TimeSpan time) => time.TotalSeconds * NsPerS;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
