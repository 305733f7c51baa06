namespace LoadGen.Routing.Pairs;

/// <summary>
/// Finds where the last whole event of a piece of an event stream ends: behind an empty line, whose line feeds may each follow a carriage
/// return (https://html.spec.whatwg.org/multipage/server-sent-events.html, "end-of-line"; bare carriage returns, which no engine sends, are
/// not looked for: such a stream goes on at its end).
/// </summary>
internal static class EventBoundary
{
    /// <summary>How many of the bytes belong to whole events.</summary>
    /// <param name="before">What came before them since the last whole event; its last two bytes matter.</param>
    /// <param name="bytes">What has come now.</param>
    public static int After(ReadOnlySpan<byte> before, ReadOnlySpan<byte> bytes)
    {
        if (bytes.EndsWith("\n\n"u8))
        {
            return bytes.Length;
        }

        int bare = bytes.LastIndexOf("\n\n"u8);
        int returned = bytes.LastIndexOf("\n\r\n"u8);
        return Math.Max(bare, returned) < 0 ? Across(before, bytes)
            : bare > returned ? bare + 2
            : returned + 3;
    }

    // An empty line of which a part was there before.
    private static int Across(ReadOnlySpan<byte> before, ReadOnlySpan<byte> bytes) =>
        before.EndsWith("\n"u8) && bytes.StartsWith("\n"u8) ? 1
        : before.EndsWith("\n\r"u8) && bytes.StartsWith("\n"u8) ? 1
        : before.EndsWith("\n"u8) && bytes.StartsWith("\r\n"u8) ? 2
        : 0;
}
