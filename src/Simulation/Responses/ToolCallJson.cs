using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace LoadGen.Simulation.Responses;

/// <summary>
/// A tool call whose arguments are <c>{"text":"…"}</c> with the answer's words, so that they are one JSON object however many tokens
/// there are.
/// </summary>
internal static class ToolCallJson
{
    /// <summary>The finish reason's text.</summary>
    public const string Finish = "tool_calls";

    private static ReadOnlySpan<byte> Opening => "{\"text\":\""u8;

    private static ReadOnlySpan<byte> Closing => "\"}"u8;

    /// <summary>The call's id.</summary>
    public static string IdFor(ResponseIdentity identity, int choice) => string.Create(CultureInfo.InvariantCulture, $"call-{identity.Id}-{choice}");

    /// <summary>The field <c>tool_calls</c> with which a stream's call begins: all but its arguments.</summary>
    public static void WriteOpening(Utf8JsonWriter json, string id, string function) => Write(json, id, function, default, isIndexed: true);

    /// <summary>The field <c>tool_calls</c> of a whole response.</summary>
    public static void WriteWhole(Utf8JsonWriter json, string id, string function, ReadOnlySpan<byte> text) =>
        Write(json, id, function, [.. Opening, .. text, .. Closing], isIndexed: false);

    /// <summary>The field <c>tool_calls</c> with a piece of the arguments.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="text">The piece's words.</param>
    /// <param name="isFirst">The arguments begin here.</param>
    /// <param name="isLast">The arguments end here.</param>
    public static void WritePiece(Utf8JsonWriter json, ReadOnlySpan<byte> text, bool isFirst, bool isLast)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(Opening.Length + text.Length + Closing.Length);
        int length = 0;
        Put(isFirst ? Opening : default);
        Put(text);
        Put(isLast ? Closing : default);
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("function"u8);
        json.WriteString("arguments"u8, piece.AsSpan(0, length));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        ArrayPool<byte>.Shared.Return(piece);

        void Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(piece.AsSpan(length));
            length += bytes.Length;
        }
    }

    private static void Write(Utf8JsonWriter json, string id, string function, ReadOnlySpan<byte> arguments, bool isIndexed)
    {
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        if (isIndexed)
        {
            json.WriteNumber("index"u8, 0);
        }

        json.WriteString("id"u8, id);
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, function);
        json.WriteString("arguments"u8, arguments);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
