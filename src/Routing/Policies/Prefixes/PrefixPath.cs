using System.IO.Hashing;

namespace LoadGen.Routing.Policies.Prefixes;

/// <summary>
/// A prompt as a path in the prefix tree: one hash for each whole block, each over its block and the hash before it, so that it stands for
/// everything up to there. What is left after the last whole block is not looked at.
/// </summary>
internal static class PrefixPath
{
    /// <summary>The most blocks of a prompt that are looked at (1 MB of 256-byte blocks): what lies beyond hardly ever tells workers apart.</summary>
    public const int BlocksMax = 4096;

    // A buffer for each thread that picks, so that a pick allocates nothing.
    [ThreadStatic]
    private static ulong[]? t_buffer;

    /// <summary>The path; valid until this thread asks for another.</summary>
    public static ReadOnlySpan<ulong> Of(ReadOnlySpan<byte> prompt, int blockBytes)
    {
        int count = Math.Min(prompt.Length / blockBytes, BlocksMax);
        ulong[] buffer = t_buffer ??= new ulong[BlocksMax];
        ulong hash = 0;
        for (int i = 0; i < count; i++)
        {
            hash = XxHash64.HashToUInt64(prompt.Slice(i * blockBytes, blockBytes), unchecked((long)hash));
            buffer[i] = hash;
        }

        return buffer.AsSpan(0, count);
    }
}
