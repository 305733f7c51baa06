using System.Runtime.InteropServices;

namespace LoadGen.Routing.Serving;

/// <summary>A body in memory as a stream that can be read again from its beginning.</summary>
internal static class BodyStreams
{
    /// <summary>Makes one of a body in pieces; of a single piece without a copy.</summary>
    public static MemoryStream Over(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        if (pieces.Count == 1 && MemoryMarshal.TryGetArray(pieces[0], out ArraySegment<byte> array))
        {
            return new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        }

        var copy = new MemoryStream(pieces.Sum(piece => piece.Length));
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            copy.Write(piece.Span);
        }

        copy.Position = 0;
        return copy;
    }
}
