using System.Buffers;
using System.Text.Json;

namespace LoadGen.Simulation.Control;

/// <summary>The body of <c>GET /sim/requests</c>.</summary>
internal static class RequestLogBody
{
    public static byte[] Format(IEnumerable<RequestRecord> records)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteBoolean("simulated"u8, true);
        json.WriteStartArray("requests"u8);
        foreach (RequestRecord record in records)
        {
            Write(json, record);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, RequestRecord record)
    {
        // Read first: what was written before it is then complete.
        RequestOutcome outcome = record.Outcome;
        json.WriteStartObject();
        json.WriteNumber("ordinal"u8, record.Number);
        json.WriteString("method"u8, record.Method);
        json.WriteString("path"u8, record.Path);
        json.WriteNumber("status"u8, record.Status);
        json.WriteString("outcome"u8, NameOf(outcome));
        json.WriteString("fault"u8, record.Fault);
        json.WriteNumber("output_tokens"u8, record.OutputTokens);
        json.WriteBoolean("authorization"u8, record.HasAuthorization);
        json.WriteStartObject("headers"u8);
        foreach ((string name, string value) in record.Headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartArray("header_names"u8);
        foreach (string name in record.HeaderNames)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string NameOf(RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Completed => "completed",
        RequestOutcome.Aborted => "aborted",
        RequestOutcome.Refused => "refused",
        RequestOutcome.Faulted => "faulted",
        _ => "active",
    };
}
