using System.Globalization;
using System.Text.Json;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>
/// A reply of SGLang's native API, whole or so far: <c>{"text","output_ids","meta_info":{…}}</c> (SGLang's <c>tokenizer_manager.py</c>).
/// </summary>
internal static class GenerateJson
{
    /// <summary>Writes the reply.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="identity">What names the response.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="run">All tokens so far.</param>
    /// <param name="text">Their text.</param>
    /// <param name="claimed">How many the reply claims.</param>
    /// <param name="finish">The finish reason.</param>
    /// <param name="isIndexed">Names the choice: in a stream of several.</param>
    public static void Write(Utf8JsonWriter json, ResponseIdentity identity, GenerationRequest request, TokenRun run, ReadOnlySpan<byte> text, int claimed, FinishText finish, bool isIndexed)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteStartArray("output_ids"u8);
        for (int i = run.First; i < run.End; i++)
        {
            json.WriteNumberValue(run.IdOf(i));
        }

        json.WriteEndArray();
        json.WriteStartObject("meta_info"u8);
        json.WriteString("id"u8, request.Choices > 1 ? string.Create(CultureInfo.InvariantCulture, $"{identity.Id}-{run.Choice}") : identity.Id);
        WriteFinish(json, run, finish);
        int promptTokens = request.PromptTokensOf(run.Choice);
        json.WriteNumber("prompt_tokens"u8, promptTokens);
        json.WriteString("weight_version"u8, "simulated"u8);
        if (request.Logprobs is not null)
        {
            WriteInputLogprobs(json, promptTokens, request.LogprobStart, request.LogprobPart);
            WriteOutputLogprobs(json, run);
        }

        json.WriteNumber("completion_tokens"u8, claimed);
        json.WriteNumber("cached_tokens"u8, request.CachedTokensOf(run.Choice));
        json.WriteEndObject();
        if (isIndexed)
        {
            json.WriteNumber("index"u8, run.Choice);
        }

        json.WriteEndObject();
    }

    private static void WriteFinish(Utf8JsonWriter json, TokenRun run, FinishText finish)
    {
        if (finish == FinishText.None)
        {
            json.WriteNull("finish_reason"u8);
            return;
        }

        json.WriteStartObject("finish_reason"u8);
        if (finish == FinishText.Stop)
        {
            json.WriteString("type"u8, "stop"u8);
            json.WriteNumber("matched"u8, run.IdOf(run.End));
        }
        else
        {
            json.WriteString("type"u8, "length"u8);
            json.WriteNumber("length"u8, run.End);
        }

        json.WriteEndObject();
    }

    // SGLang's triples are log probability, token id and text; the text is null unless asked for, and the first token has no probability.
    private static void WriteInputLogprobs(Utf8JsonWriter json, int promptTokens, int start, PromptPart part)
    {
        json.WriteStartArray("input_token_logprobs"u8);
        int first = part == PromptPart.Decode ? Math.Max(start, promptTokens - 1) : start;
        int end = part == PromptPart.Prefill ? promptTokens - 1 : promptTokens;
        for (int i = first; start >= 0 && i < end; i++)
        {
            var token = new TokenRun(i, 1, 0, -1);
            WriteTriple(json, i == start ? null : token.LogprobOf(i), token.IdOf(i));
        }

        json.WriteEndArray();
    }

    private static void WriteOutputLogprobs(Utf8JsonWriter json, TokenRun run)
    {
        json.WriteStartArray("output_token_logprobs"u8);
        for (int i = run.First; i < run.End; i++)
        {
            WriteTriple(json, run.LogprobOf(i), run.IdOf(i));
        }

        json.WriteEndArray();
    }

    private static void WriteTriple(Utf8JsonWriter json, double? logprob, int id)
    {
        json.WriteStartArray();
        if (logprob is { } value)
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteNumberValue(id);
        json.WriteNullValue();
        json.WriteEndArray();
    }
}
