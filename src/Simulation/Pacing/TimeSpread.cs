namespace LoadGen.Simulation.Pacing;

/// <summary>
/// How times differ from one request to the next: each is its median times e^(σ·z), z normally distributed, which is a log-normal
/// distribution: its quantile q is median · e^(σ·Φ⁻¹(q)), so that a test knows its 99th percentile exactly.
/// </summary>
/// <param name="TtftSigma">σ of times to first token.</param>
/// <param name="ItlSigma">σ of times between tokens: one factor for all gaps of a request.</param>
internal readonly record struct TimeSpread(double TtftSigma, double ItlSigma)
{
    // Hashed with the request's seed, away from the indices of its tokens.
    private const ulong TtftStream = 0xA5A5_0000_0000_0001UL;
    private const ulong ItlStream = 0xA5A5_0000_0000_0002UL;

    /// <summary>A request's time to first token.</summary>
    /// <param name="medianNs">Its median, ns.</param>
    /// <param name="seed">The request's own seed: see <see cref="StreamSchedule.SeedFor"/>.</param>
    public long TtftNs(long medianNs, ulong seed) => Spread(medianNs, TtftSigma, seed ^ TtftStream);

    /// <summary>A request's time between tokens.</summary>
    /// <param name="medianNs">Its median, ns.</param>
    /// <param name="seed">The request's own seed.</param>
    public long ItlNs(long medianNs, ulong seed) => Spread(medianNs, ItlSigma, seed ^ ItlStream);

    private static long Spread(long medianNs, double sigma, ulong seed) => sigma == 0 ? medianNs : (long)(medianNs * Math.Exp(sigma * Normal(seed)));

    // G. E. P. Box and M. E. Muller (1958). 1 − u lies in (0, 1], so that its logarithm is finite.
    private static double Normal(ulong seed)
    {
        const double Unit = 1.0 / (1UL << 53);
        double first = (StreamSchedule.Mix(seed) >> 11) * Unit;
        double second = (StreamSchedule.Mix(seed + 1) >> 11) * Unit;
        return Math.Sqrt(-2 * Math.Log(1 - first)) * Math.Cos(2 * Math.PI * second);
    }
}
