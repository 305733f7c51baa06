namespace LoadGen.Verdicts.Statistics;

/// <summary>
/// G. L. Steele, D. Lea and C. H. Flood's SplitMix64 (OOPSLA 2014): a verdict that is computed again draws the same, on any machine and
/// version of the runtime, which no library's generator promises.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _counter = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _counter += 0x9E3779B97F4A7C15;
        ulong mixed = (_counter ^ (_counter >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A whole number from 0 to below <paramref name="count"/>, each as likely but for one part in 2^64 / count.</summary>
    public int Next(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);
}
