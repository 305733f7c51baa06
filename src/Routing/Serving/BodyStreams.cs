using System.Runtime.InteropServices;

namespace LoadGen.Routing.Serving;

/// <summary>A body in memory as a stream that can be read again from its beginning.</summary>
internal static class BodyStreams
{
    /// <summary>Makes one over an array, without a copy.</summary>
    public static MemoryStream Over(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);
}
