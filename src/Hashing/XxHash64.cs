using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System.IO.Hashing;

/// <summary>
/// XXH64, a 64-bit non-cryptographic hash, as its specification has it
/// (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md). One-shot only: what is hashed here is in memory.
/// </summary>
/// <remarks>The results are little-endian numbers; as bytes they are in the canonical form, big-endian.</remarks>
public static class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;
    private const int StripeBytes = 32;
    private const int HashBytes = 8;

    /// <summary>The hash in its canonical form: 8 bytes, big-endian.</summary>
    public static byte[] Hash(byte[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Hash(new ReadOnlySpan<byte>(source));
    }

    /// <summary>The hash in its canonical form: 8 bytes, big-endian.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> source, long seed = 0)
    {
        byte[] hash = new byte[HashBytes];
        BinaryPrimitives.WriteUInt64BigEndian(hash, HashToUInt64(source, seed));
        return hash;
    }

    /// <summary>The hash as a number.</summary>
    public static ulong HashToUInt64(ReadOnlySpan<byte> source, long seed = 0)
    {
        ulong start = unchecked((ulong)seed);
        ReadOnlySpan<byte> rest = source;
        ulong hash;
        if (rest.Length >= StripeBytes)
        {
            hash = Stripes(ref rest, start);
        }
        else
        {
            hash = start + Prime5;
        }

        return Avalanche(Tail(rest, hash + (ulong)source.Length));
    }

    private static ulong Stripes(ref ReadOnlySpan<byte> rest, ulong seed)
    {
        ulong a = seed + Prime1 + Prime2;
        ulong b = seed + Prime2;
        ulong c = seed;
        ulong d = seed - Prime1;
        while (rest.Length >= StripeBytes)
        {
            a = Round(a, Word(rest));
            b = Round(b, Word(rest[8..]));
            c = Round(c, Word(rest[16..]));
            d = Round(d, Word(rest[24..]));
            rest = rest[StripeBytes..];
        }

        ulong hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
            + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
        hash = Merge(hash, a);
        hash = Merge(hash, b);
        hash = Merge(hash, c);
        return Merge(hash, d);
    }

    private static ulong Tail(ReadOnlySpan<byte> rest, ulong hash)
    {
        for (; rest.Length >= 8; rest = rest[8..])
        {
            hash = (BitOperations.RotateLeft(hash ^ Round(0, Word(rest)), 27) * Prime1) + Prime4;
        }

        if (rest.Length >= 4)
        {
            hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1), 23) * Prime2) + Prime3;
            rest = rest[4..];
        }

        foreach (byte b in rest)
        {
            hash = BitOperations.RotateLeft(hash ^ (b * Prime5), 11) * Prime1;
        }

        return hash;
    }

    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Round(ulong accumulator, ulong lane) =>
        BitOperations.RotateLeft(accumulator + (lane * Prime2), 31) * Prime1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Merge(ulong hash, ulong accumulator) => ((hash ^ Round(0, accumulator)) * Prime1) + Prime4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? MemoryMarshal.Read<ulong>(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
