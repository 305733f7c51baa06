namespace LoadGen.Simulation.Pacing;

/// <summary>
/// When each token of one stream is due: a pure function of the token's index. Every due time is computed from the arrival, none from the
/// previous write, so lateness and jitter never add up to drift.
/// </summary>
/// <remarks>
/// first = arrival + TTFT·(1 + J·u₀);  due(i) = first + i·ITL + J·ITL·uᵢ  (uᵢ uniform in [−1, 1), a hash of seed and i);
/// in step mode first is moved up to the next multiple of ITL on the monotonic clock, and due(i) = first + i·ITL.
/// </remarks>
internal readonly struct StreamSchedule : ITokenTimes
{
    private readonly long _firstNs;
    private readonly long _itlNs;
    private readonly double _jitterNs;
    private readonly ulong _seed;

    /// <summary>Lays the schedule.</summary>
    /// <param name="arrivalNs">Monotonic time at which the whole request had arrived.</param>
    /// <param name="ttftNs">Time to first token before jitter, the prompt's share included.</param>
    /// <param name="itlNs">Time between tokens.</param>
    /// <param name="jitter">Fraction, 0–1.</param>
    /// <param name="step">Emit at common multiples of the ITL only; needs an ITL above 0.</param>
    /// <param name="seed">The stream's own seed: see <see cref="SeedFor"/>.</param>
    public StreamSchedule(long arrivalNs, long ttftNs, long itlNs, double jitter, bool step, ulong seed)
    {
        _itlNs = itlNs;
        _seed = seed;
        _jitterNs = step ? 0 : jitter * itlNs;
        _firstNs = arrivalNs + ttftNs + (long)(jitter * ttftNs * Uniform(seed, 0));
        if (step)
        {
            // Strictly after: a stream that becomes ready at the instant of a step waits for the next one.
            _firstNs = ((_firstNs / itlNs) + 1) * itlNs;
        }
    }

    /// <summary>When the token is due. With a jitter above ½ a later token may be due before an earlier one: callers keep the order.</summary>
    /// <param name="index">The token's index, from 0.</param>
    public long DueNs(int index) => index == 0 || _jitterNs == 0
        ? _firstNs + (index * _itlNs)
        : _firstNs + (index * _itlNs) + (long)(_jitterNs * Uniform(_seed, (ulong)index));

    /// <inheritdoc/>
    long ITokenTimes.ChunkDueNs(int first, int count) => DueNs(first);

    /// <inheritdoc/>
    int ITokenTimes.ChunkTokens(int first, int count) => count;

    /// <summary>A stream's own seed.</summary>
    /// <param name="seed">The engine's seed.</param>
    /// <param name="ordinal">The request's number.</param>
    public static ulong SeedFor(long seed, long ordinal) => Mix((ulong)seed ^ Mix((ulong)ordinal));

    /// <summary>Uniform in [−1, 1).</summary>
    private static double Uniform(ulong seed, ulong index) => ((Mix(seed + (index * 0x9E3779B97F4A7C15UL)) >> 11) * (2.0 / (1UL << 53))) - 1.0;

    /// <summary>The output function of SplitMix64 (Steele, Lea and Flood 2014): a hash good enough to be called on successive numbers.</summary>
    public static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
