using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>
/// The <c>logprobs</c> field of a choice (OpenAI's API reference: "The chat completion object", "The completion object"). The figures are
/// made up; an alternative is half a unit less likely than the one before it.
/// </summary>
internal static class LogprobsJson
{
    /// <summary>Writes the field.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="api">Its API.</param>
    /// <param name="run">The tokens.</param>
    /// <param name="top">Alternatives to name for each; null writes null.</param>
    /// <param name="offset">Characters of the choice's text before the first token; moved past the last.</param>
    public static void Write(Utf8JsonWriter json, ApiKind api, TokenRun run, int? top, ref int offset)
    {
        if (top is not { } alternatives)
        {
            json.WriteNull("logprobs"u8);
            return;
        }

        json.WriteStartObject("logprobs"u8);
        if (api == ApiKind.Chat)
        {
            WriteContent(json, run, alternatives);
        }
        else
        {
            WriteLists(json, run, alternatives, ref offset);
        }

        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, TokenRun run, int top)
    {
        json.WriteStartArray("content"u8);
        for (int i = run.First; i < run.End; i++)
        {
            json.WriteStartObject();
            WriteToken(json, run.TextOf(i), run.LogprobOf(i));
            json.WriteStartArray("top_logprobs"u8);
            for (int rank = 0; rank < top; rank++)
            {
                json.WriteStartObject();
                WriteToken(json, rank == 0 ? run.TextOf(i) : Alternative(rank), run.LogprobOf(i) - (rank * 0.5));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteToken(Utf8JsonWriter json, ReadOnlySpan<byte> text, double logprob)
    {
        json.WriteString("token"u8, text);
        json.WriteNumber("logprob"u8, logprob);
        json.WriteStartArray("bytes"u8);
        foreach (byte b in text)
        {
            json.WriteNumberValue(b);
        }

        json.WriteEndArray();
    }

    private static void WriteLists(Utf8JsonWriter json, TokenRun run, int top, ref int offset)
    {
        json.WriteStartArray("text_offset"u8);
        for (int i = run.First; i < run.End; i++)
        {
            json.WriteNumberValue(offset);
            offset += run.TextOf(i).Length;
        }

        json.WriteEndArray();
        json.WriteStartArray("token_logprobs"u8);
        for (int i = run.First; i < run.End; i++)
        {
            json.WriteNumberValue(run.LogprobOf(i));
        }

        json.WriteEndArray();
        json.WriteStartArray("tokens"u8);
        for (int i = run.First; i < run.End; i++)
        {
            json.WriteStringValue(run.TextOf(i));
        }

        json.WriteEndArray();
        json.WriteStartArray("top_logprobs"u8);
        for (int i = run.First; i < run.End; i++)
        {
            // As vLLM: the sampled token is always among them.
            json.WriteStartObject();
            for (int rank = 0; rank < Math.Max(top, 1); rank++)
            {
                json.WriteNumber(rank == 0 ? run.TextOf(i) : Alternative(rank), run.LogprobOf(i) - (rank * 0.5));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static byte[] Alternative(int rank) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $" alternative{rank}"));
}
