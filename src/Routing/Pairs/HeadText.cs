using System.Text;
using LoadGen.Transport.Http;

namespace LoadGen.Routing.Pairs;

/// <summary>Header fields of a worker's response as text.</summary>
internal static class HeadText
{
    private const string Json = "application/json";
    private const string EventStream = "text/event-stream";

    /// <summary>A field's value; null when it is absent. The usual content types are not allocated.</summary>
    public static string? Find(in HttpResponseHead head, ReadOnlySpan<byte> lowerName)
    {
        if (!head.TryGetHeader(lowerName, out ReadOnlySpan<byte> value))
        {
            return null;
        }

        return Ascii.Equals(value, Json) ? Json : Ascii.Equals(value, EventStream) ? EventStream : Visible(value);
    }

    // Kestrel refuses to write anything but visible ASCII: what follows it is cut off.
    private static string? Visible(ReadOnlySpan<byte> value)
    {
        int end = value.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        value = end < 0 ? value : value[..end];
        return value.IsEmpty ? null : Encoding.ASCII.GetString(value);
    }

    /// <summary>The content type is that of server-sent events.</summary>
    public static bool IsEventStream(string? contentType) => contentType?.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase) == true;
}
