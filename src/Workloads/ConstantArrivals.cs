using System.Globalization;

namespace LoadGen.Workloads;

/// <summary>
/// Evenly spaced arrivals, the first at 0: arrival n is due at n / rate. Each is computed from n alone, so rounding never adds up:
/// every offset is within 1 ns of the exact one for runs of up to 52 days.
/// </summary>
public sealed class ConstantArrivals : BoundedArrivals
{
    private const double NsPerSecond = 1e9;

    private readonly double _ratePerSecond;

    /// <summary>A schedule of <paramref name="ratePerSecond"/>, ended by a number of arrivals, a duration, both or neither.</summary>
    public ConstantArrivals(double ratePerSecond, int? count = null, long? durationNs = null)
        : base(count, durationNs)
    {
        RequireRate(ratePerSecond, nameof(ratePerSecond));
        _ratePerSecond = ratePerSecond;
    }

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"constant, {_ratePerSecond} req/s");

    /// <inheritdoc/>
    public override ArrivalSchedule Restart() => new ConstantArrivals(_ratePerSecond, CountLimit, DurationLimitNs);

    private protected override bool TryCompute(int index, out long offsetNs)
    {
        double ns = Math.Round(index * NsPerSecond / _ratePerSecond);
        // 2^63 ns are 292 years: what lies beyond never comes.
        bool comes = ns < long.MaxValue;
        offsetNs = comes ? (long)ns : 0;
        return comes;
    }
}
