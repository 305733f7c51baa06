using System.Text.Json;

namespace LoadGen.Reporting.Html.Details;

/// <summary>What a timeline takes of a line of <c>records.jsonl</c>.</summary>
internal readonly record struct RecordEntry(double? SendS, double EndS, double? TtftMs, long OutputTokens, bool Completed)
{
    /// <summary>Reads a line; fields that it does not know it passes over.</summary>
    /// <exception cref="JsonException">It is no JSON object, or has no end.</exception>
    public static RecordEntry Read(ReadOnlySpan<byte> line)
    {
        double? send = null;
        double? end = null;
        double? ttft = null;
        long tokens = 0;
        bool completed = false;
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("not an object");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("outcome"u8))
            {
                json.Read();
                completed = json.TokenType == JsonTokenType.String && json.ValueTextEquals("completed"u8);
            }
            else if (json.ValueTextEquals("send_s"u8))
            {
                send = Number(ref json);
            }
            else if (json.ValueTextEquals("end_s"u8))
            {
                end = Number(ref json);
            }
            else if (json.ValueTextEquals("ttft_ms"u8))
            {
                ttft = Number(ref json);
            }
            else if (json.ValueTextEquals("output_tokens"u8))
            {
                tokens = (long)Number(ref json);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return end is { } at ? new RecordEntry(send, at, ttft, tokens, completed) : throw new JsonException("no end_s");
    }

    private static double Number(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.Number ? json.GetDouble() : throw new JsonException("not a number");
}
