using System.Numerics;

namespace LoadGen.Workloads;

/// <summary>
/// A worker's scratch space for one prompt's token ids. It grows to the longest prompt seen and then allocates nothing more.
/// Not thread-safe: one for each worker.
/// </summary>
public sealed class PromptBuffer
{
    // 4,096 ids (16 KiB) hold the usual 1,024-token prompt without growing.
    private int[] _ids = new int[4096];

    /// <summary>Room for <paramref name="length"/> ids, of unspecified content, valid until the next call.</summary>
    public Span<int> RentIds(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > _ids.Length)
        {
            // Powers of two: a slowly growing sequence of lengths reallocates only logarithmically often.
            _ids = new int[Math.Clamp((long)BitOperations.RoundUpToPowerOf2((uint)length), length, Array.MaxLength)];
        }

        return _ids.AsSpan(0, length);
    }
}
