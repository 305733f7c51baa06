using System.Buffers.Text;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Running;

/// <summary>
/// Reads the time at which a server sent a chunk, where the chunk's text is that time: a space and CLOCK_MONOTONIC in ns, as
/// <c>loadgen simulate --stamp</c> and perf/floor's server write it. Only server and client on one machine share that clock.
/// </summary>
internal static class SentStamp
{
    /// <summary>Notes a chunk's delivery delay. A text that is no stamp, or one that lies after the chunk's arrival, is passed over.</summary>
    /// <param name="timeline">Whose chunk it is.</param>
    /// <param name="data">The event's data.</param>
    /// <param name="stampNs">The chunk's time.</param>
    public static void Note(RequestTimeline timeline, ReadOnlySpan<byte> data, long stampNs)
    {
        if (TryRead(data, out long sentNs) && sentNs <= stampNs)
        {
            timeline.Delays.Add(stampNs - sentNs);
        }
    }

    /// <summary>Finds the stamp: the whole of a chat delta's <c>content</c> or of a completion's <c>text</c>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out long sentNs) =>
        TryReadAfter(data, "\"content\":\" "u8, out sentNs) || TryReadAfter(data, "\"text\":\" "u8, out sentNs);

    // The servers that write stamps write no blank after the colon, and nothing else in their events looks like this.
    private static bool TryReadAfter(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, out long sentNs)
    {
        int at = data.IndexOf(name);
        if (at < 0)
        {
            sentNs = 0;
            return false;
        }

        ReadOnlySpan<byte> text = data[(at + name.Length)..];
        return Utf8Parser.TryParse(text, out sentNs, out int digits) && digits < text.Length && text[digits] == (byte)'"' && sentNs >= 0;
    }
}
