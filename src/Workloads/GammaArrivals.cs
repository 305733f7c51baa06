using System.Globalization;
using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads;

/// <summary>
/// Random arrivals with gamma-distributed gaps, as vLLM and InferenceX mean <c>--request-rate</c> and <c>--burstiness</c>:
/// shape = burstiness, scale = 1 / (rate · burstiness), so the mean gap is 1 / rate and its coefficient of variation
/// 1 / √burstiness. Burstiness 1 is a Poisson process; below it arrivals come in bursts, above it they even out.
/// The first is due at 0 and the gaps follow, as there.
/// </summary>
/// <remarks>
/// Gaps are summed as whole nanoseconds and a fraction kept apart, so the sum loses nothing as it grows. Offsets are never scaled to
/// meet the rate exactly: the number of arrivals in a window is itself random, as the process says.
/// </remarks>
public sealed class GammaArrivals : BoundedArrivals
{
    private const double NsPerSecond = 1e9;

    private readonly double _rate;
    private readonly double _burstiness;
    private readonly long _seed;
    private readonly double _scaleNs;
    private GammaSampler _gaps;
    private long _wholeNs;
    private double _fractionNs;

    /// <summary>A schedule of <paramref name="rate"/> requests a second, ended by a number of arrivals, a duration, both or neither.</summary>
    public GammaArrivals(double rate, double burstiness, long seed, int? count = null, long? durationNs = null)
        : base(count, durationNs)
    {
        RequireRate(rate, nameof(rate));
        if (!(burstiness > 0) || double.IsInfinity(burstiness))
        {
            throw new ArgumentOutOfRangeException(nameof(burstiness), burstiness, $"The burstiness is {burstiness}; it must be a finite number above 0 (1 is a Poisson process).");
        }

        _rate = rate;
        _burstiness = burstiness;
        _seed = seed;
        // Divided twice: the product of two large numbers would overflow, and every gap be 0.
        _scaleNs = NsPerSecond / rate / burstiness;
        if (!double.IsFinite(_scaleNs))
        {
            throw new ArgumentOutOfRangeException(nameof(burstiness), burstiness, $"The burstiness is {burstiness}; it is too small for a rate of {rate} requests a second.");
        }

        _gaps = new GammaSampler(burstiness, seed);
    }

    /// <inheritdoc/>
    public override string Description =>
        string.Create(CultureInfo.InvariantCulture, $"gamma, {_rate} req/s, burstiness {_burstiness}{(_burstiness == 1 ? " (Poisson)" : "")}, seed {_seed}");

    /// <inheritdoc/>
    public override ArrivalSchedule Restart() => new GammaArrivals(_rate, _burstiness, _seed, CountLimit, DurationLimitNs);

    private protected override bool TryCompute(int index, out long offsetNs)
    {
        if (index > 0 && !TryAdd(_gaps.Next() * _scaleNs))
        {
            offsetNs = 0;
            return false;
        }

        offsetNs = _wholeNs + (_fractionNs >= 0.5 ? 1 : 0);
        return true;
    }

    private bool TryAdd(double gapNs)
    {
        // 2^62 ns are 146 years: what lies beyond never comes.
        const long NeverNs = 1L << 62;
        double whole = Math.Floor(gapNs);
        if (!(whole < NeverNs) || _wholeNs + (long)whole >= NeverNs)
        {
            return false;
        }

        _fractionNs += gapNs - whole;
        double carry = Math.Floor(_fractionNs);
        _fractionNs -= carry;
        _wholeNs += (long)whole + (long)carry;
        return true;
    }
}
