namespace LoadGen.Histograms.Codec;

/// <summary>
/// The first four bytes of an encoded histogram: which version it is, compressed or plain, and how wide its counts are.
/// </summary>
/// <remarks>
/// Bits 4 to 7 hold the width: in V0 and V1 the bytes per count (2, 4 or 8), in V2 the mark 1 for variable-length counts.
/// </remarks>
internal static class Cookie
{
    public const int V0 = 0x1c849308;
    public const int V0Compressed = 0x1c849309;
    public const int V1 = 0x1c849301;
    public const int V1Compressed = 0x1c849302;
    public const int V2 = 0x1c849303;
    public const int V2Compressed = 0x1c849304;

    /// <summary>What marks variable-length counts in the width bits of a V2 cookie.</summary>
    public const int VariableLength = 0x10;

    /// <summary>A histogram of floating-point values: another format wrapped around this one.</summary>
    public const int Double = 0x0c72124e;
    public const int DoubleCompressed = 0x0c72124f;

    private const int WidthBits = 0xf0;

    public static int BaseOf(int cookie) => cookie & ~WidthBits;

    /// <summary>Bytes per count in V0 and V1; the lowest bit is a flag, not part of the width.</summary>
    public static int WordBytesOf(int cookie) => ((cookie & WidthBits) >> 4) & 0xe;

    public static bool IsCompressed(int cookie) => BaseOf(cookie) is V0Compressed or V1Compressed or V2Compressed;

    public static bool IsPlain(int cookie) => BaseOf(cookie) is V0 or V1 or V2;
}
