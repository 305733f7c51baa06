namespace LoadGen.Inference.Handoffs;

/// <summary>What one engine of a pair is sent.</summary>
public sealed class LegRequest
{
    /// <summary>The body in pieces: slices of the client's bytes with what was put between them. Nothing of the client's is copied.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Body { get; init; }

    /// <summary>Header fields that the protocol asks for, such as <c>X-Request-Id</c> or <c>X-data-parallel-rank</c>. They replace the client's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Bytes of <see cref="Body"/>.</summary>
    public long ContentLength
    {
        get
        {
            long length = 0;
            for (int i = 0; i < Body.Count; i++)
            {
                length += Body[i].Length;
            }

            return length;
        }
    }
}
