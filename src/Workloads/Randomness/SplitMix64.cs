namespace LoadGen.Workloads.Randomness;

/// <summary>
/// SplitMix64: one 64-bit counter behind a mixing function, so a stream can begin at any key without warming up. It seeds
/// <see cref="Xoshiro256StarStar"/> and makes the ids of trace prompts, where each block of tokens is a stream of its own.
/// </summary>
/// <remarks>
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; constants as in
/// https://prng.di.unimi.it/splitmix64.c.
/// </remarks>
internal struct SplitMix64(ulong state)
{
    private const ulong GoldenGamma = 0x9e3779b97f4a7c15;

    private ulong _state = state;

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => Mix(_state += GoldenGamma);

    /// <summary>A key that depends on every bit of each part and on their order.</summary>
    public static ulong Key(long seed, long domain, long value) =>
        Mix(Mix(Mix((ulong)seed + GoldenGamma) + (ulong)domain + GoldenGamma) + (ulong)value + GoldenGamma);

    /// <summary>A state that depends on the one before and on <paramref name="word"/>: a chain of them hashes a sequence.</summary>
    public static ulong Fold(ulong state, ulong word) => Mix((state + GoldenGamma) ^ Mix(word + GoldenGamma));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
