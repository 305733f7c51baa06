namespace LoadGen.Watching.Running;

/// <summary>Draws that depend on a number alone, and on no draw before them.</summary>
internal static class Mixing
{
    /// <summary>What SplitMix64 adds between two draws: 2^64 over the golden ratio.</summary>
    public const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>SplitMix64's finalizer (Steele, Lea and Flood, OOPSLA 2014): neighbouring numbers give bits that have nothing to do with each other.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
