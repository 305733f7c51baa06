namespace LoadGen.Routing.Policies;

/// <summary>
/// Numbers drawn from the 64 random bits of one pick: SplitMix64 (Steele, Lea and Flood 2014), whose every 64-bit seed gives a good sequence.
/// </summary>
internal struct Draws(ulong bits)
{
    private ulong _state = bits;

    /// <summary>A number from 0 to <paramref name="count"/> − 1.</summary>
    public int Next(int count)
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;

        // The high half of the product: no division, and a bias of count / 2^64.
        return (int)Math.BigMul(mixed, (ulong)count, out _);
    }
}
