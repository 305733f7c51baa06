using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>Puts an engine's own fields into an OpenAI-shaped answer.</summary>
internal static class PrefillReply
{
    /// <summary>Members in JSON, without braces.</summary>
    public static string Members(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan[1..^1]);
    }

    /// <summary>Members at the top of the answer.</summary>
    public static byte[] AddToTop(byte[] body, string members) => InsertAfter(body, "{"u8, members);

    /// <summary>Members in the first choice.</summary>
    public static byte[] AddToChoice(byte[] body, string members) => InsertAfter(body, "\"choices\":[{"u8, members);

    private static byte[] InsertAfter(byte[] body, ReadOnlySpan<byte> mark, string members)
    {
        int found = body.AsSpan().IndexOf(mark);
        if (found < 0)
        {
            // A body that a fault has cut short.
            return body;
        }

        int at = found + mark.Length;
        return [.. body.AsSpan(0, at), .. Encoding.UTF8.GetBytes(members), (byte)',', .. body.AsSpan(at)];
    }
}
