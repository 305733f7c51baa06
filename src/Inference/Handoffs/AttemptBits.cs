namespace LoadGen.Inference.Handoffs;

/// <summary>Draws as many random numbers as an attempt needs from its 64 random bits (SplitMix64; Steele, Lea and Flood, 2014).</summary>
/// <param name="seed">The attempt's bits.</param>
internal struct AttemptBits(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>128 bits as 32 lower-case hexadecimal digits, the form of a UUID without its dashes.</summary>
    public string NextHex32() => string.Create(null, stackalloc char[32], $"{Next():x16}{Next():x16}");
}
