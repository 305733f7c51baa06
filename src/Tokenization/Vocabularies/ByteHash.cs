using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace LoadGen.Tokenization.Vocabularies;

/// <summary>A hash of short byte strings: eight bytes a multiplication. Not for strings an adversary may choose.</summary>
internal static class ByteHash
{
    // Odd, and with about as many ones as zeros: the golden ratio of 2^64, and a prime of xxHash64.
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xC2B2AE3D27D4EB4F;

    public static uint Of(ReadOnlySpan<byte> text)
    {
        ulong hash = (ulong)text.Length * First;
        while (text.Length >= sizeof(ulong))
        {
            hash = Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text));
            text = text[sizeof(ulong)..];
        }

        ulong rest = 0;
        for (int i = 0; i < text.Length; i++)
        {
            rest = (rest << 8) | text[i];
        }

        return (uint)(Mixed(hash ^ rest) >> 32);
    }

    /// <summary>A hash of two words whose upper bits are good.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong low, ulong high)
    {
        ulong mixed = (low * First) ^ (high * Second);
        return (mixed ^ (mixed >> 32)) * First;
    }

    private static ulong Mixed(ulong value)
    {
        value *= Second;
        return value ^ (value >> 29);
    }
}
