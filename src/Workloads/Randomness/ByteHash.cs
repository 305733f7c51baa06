using System.Buffers.Binary;

namespace LoadGen.Workloads.Randomness;

/// <summary>
/// 64 bits that stand for bytes: SplitMix64's mixing function over words of 8. Two of a million different inputs are alike by chance
/// once in 37 million files; nothing here needs to withstand someone who looks for collisions.
/// </summary>
internal static class ByteHash
{
    /// <summary>The hash of <paramref name="bytes"/> after whatever <paramref name="before"/> stands for.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong before = 0)
    {
        ulong hash = SplitMix64.Fold(before, (ulong)bytes.Length);
        while (bytes.Length >= sizeof(ulong))
        {
            hash = SplitMix64.Fold(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        if (bytes.IsEmpty)
        {
            return hash;
        }

        Span<byte> last = stackalloc byte[sizeof(ulong)];
        last.Clear();
        bytes.CopyTo(last);
        return SplitMix64.Fold(hash, BinaryPrimitives.ReadUInt64LittleEndian(last));
    }
}
