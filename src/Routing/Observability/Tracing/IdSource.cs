using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LoadGen.Routing.Observability.Tracing;

/// <summary>
/// Makes ids that do not repeat: two counters from random starts, mixed by SplitMix64's finalizer. Made for telling requests apart, not
/// for secrets. Thread-safe; takes no lock and allocates nothing.
/// </summary>
public sealed class IdSource
{
    // 2^64 divided by the golden ratio, odd: the counter passes through all 64-bit values (Steele, Lea, Flood: SplitMix, 2014).
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _first;
    private ulong _second;

    /// <summary>Starts where the system's randomness says.</summary>
    public IdSource()
    {
        Span<ulong> seeds = stackalloc ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(seeds));
        (_first, _second) = (seeds[0], seeds[1]);
    }

    /// <summary>Starts at <paramref name="seed"/>: the same ids each time.</summary>
    public IdSource(ulong seed) => (_first, _second) = (seed, ~seed);

    /// <summary>64 bits, never all zero, none twice.</summary>
    public ulong Next64()
    {
        ulong mixed;
        do
        {
            mixed = Mix(Interlocked.Add(ref _first, Step));
        }
        while (mixed == 0);
        return mixed;
    }

    /// <summary>128 bits, never all zero, none twice.</summary>
    public UInt128 Next128() => new(Next64(), Mix(Interlocked.Add(ref _second, Step)));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
