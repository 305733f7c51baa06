namespace LoadGen.Histograms.Codec;

/// <summary>The checksum that ends a zlib stream: RFC 1950, section 8.2.</summary>
internal static class Adler32
{
    /// <summary>Bytes that the checksum takes at the end of a stream.</summary>
    public const int Bytes = 4;

    private const uint Modulus = 65521;

    // The most bytes after which neither sum can have passed 2^32: zlib's NMAX.
    private const int BytesPerReduction = 5552;

    public static uint Of(ReadOnlySpan<byte> source)
    {
        var (a, b) = (1u, 0u);
        while (!source.IsEmpty)
        {
            var part = source[..Math.Min(source.Length, BytesPerReduction)];
            foreach (var x in part)
            {
                a += x;
                b += a;
            }

            (a, b) = (a % Modulus, b % Modulus);
            source = source[part.Length..];
        }

        return (b << 16) | a;
    }
}
