using System.Buffers;
using System.Text.Json;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>Writes a response's object around its text.</summary>
/// <param name="json">Takes it.</param>
/// <param name="text">The text.</param>
internal delegate void TextObject(Utf8JsonWriter json, ReadOnlySpan<byte> text);

/// <summary>A response in one piece of an API that knows one choice.</summary>
internal static class WholeText
{
    public static byte[] Format(StreamPlan plan, TextObject write)
    {
        byte[] text = new byte[plan.Tokens * TokenText.TokenBytesMax];
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, JsonEvents.WriterOptions);
        write(json, text.AsSpan(0, TokenText.Write(new TokenRun(0, plan.Tokens, 0, plan.MarkerAt), text)));
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
