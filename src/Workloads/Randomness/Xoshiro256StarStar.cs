using System.Numerics;

namespace LoadGen.Workloads.Randomness;

/// <summary>
/// xoshiro256**: the generator behind arrival times. It is our own because System.Random promises no stable sequence for a seed
/// across framework versions, and a seed in a result document must mean the same run in years to come.
/// </summary>
/// <remarks>Blackman and Vigna, https://prng.di.unimi.it/xoshiro256starstar.c, seeded with SplitMix64 as they advise.</remarks>
internal struct Xoshiro256StarStar
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Seeds the four words with SplitMix64.</summary>
    public Xoshiro256StarStar(long seed)
    {
        var words = new SplitMix64((ulong)seed);
        _s0 = words.Next();
        _s1 = words.Next();
        _s2 = words.Next();
        _s3 = words.Next();
    }

    /// <summary>Starts from a raw state, which must not be all zeros.</summary>
    public Xoshiro256StarStar(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform over (0, 1], in steps of 2^-53: never 0, so its logarithm is finite.</summary>
    public double NextPositiveDouble() => ((Next() >> 11) + 1) * (1.0 / (1UL << 53));
}
