using System.Buffers;
using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>
/// Reads a request body (OpenAI's API reference, "Create completion" and "Create chat completion", with vLLM's extras; SGLang's
/// native API, and what the readers of the other APIs name). Fields that
/// change nothing here (<c>temperature</c>, <c>ignore_eos</c>, …) are passed over; missing fields have defaults.
/// </summary>
internal static class RequestReader
{
    /// <param name="body">The body.</param>
    /// <param name="api">The API that it was sent to.</param>
    /// <param name="blocks">Takes the prompt's blocks; null where they are not wanted.</param>
    /// <exception cref="BadRequestException">The body is not JSON, or a field cannot be served.</exception>
    public static GenerationRequest Read(ReadOnlySequence<byte> body, ApiKind api, PromptBlocks? blocks = null)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return ReadObject(ref reader, api, blocks);
        }
        catch (JsonException e)
        {
            throw new BadRequestException($"the body is not valid JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader's word for half a surrogate pair ("\ud83d" alone) or bytes that are no UTF-8: prompts cut by the byte hold them.
            throw new BadRequestException("the body holds text that is not valid Unicode: send whole characters, as UTF-8 or as pairs of \\u escapes");
        }
    }

    private static GenerationRequest ReadObject(ref Utf8JsonReader reader, ApiKind api, PromptBlocks? blocks)
    {
        var request = new GenerationRequest { Blocks = blocks };
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new BadRequestException("the body must be a JSON object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref reader, request, api);
        }

        if (reader.Read())
        {
            throw new BadRequestException("the body must be one JSON object");
        }

        request.DecideCall();
        return request;
    }

    private static void ReadField(ref Utf8JsonReader reader, GenerationRequest request, ApiKind api)
    {
        if (reader.ValueTextEquals("model"u8))
        {
            reader.Read();
            request.Model = reader.TokenType is JsonTokenType.String or JsonTokenType.Null
                ? reader.GetString()
                : throw new BadRequestException("'model' must be a string");
        }
        else if (reader.ValueTextEquals("stream"u8))
        {
            request.Stream = FieldReader.ReadBool(ref reader, "stream");
        }
        else if (reader.ValueTextEquals("max_tokens"u8))
        {
            request.LegacyMaxTokens = FieldReader.ReadCount(ref reader, "max_tokens");
        }
        else if (reader.ValueTextEquals("max_completion_tokens"u8))
        {
            request.MaxCompletionTokens = FieldReader.ReadCount(ref reader, "max_completion_tokens");
        }
        else if (api is ApiKind.Completions or ApiKind.Chat or ApiKind.Generate && reader.ValueTextEquals("n"u8))
        {
            request.ChoicesEach = FieldReader.ReadCount(ref reader, "n") ?? 1;
        }
        else if (reader.ValueTextEquals("stream_options"u8))
        {
            ReadStreamOptions(ref reader, request);
        }
        else if (api == ApiKind.Completions && reader.ValueTextEquals("prompt"u8))
        {
            reader.Read();
            PromptReader.ReadPrompt(ref reader, request, "prompt");
        }
        else if (api == ApiKind.Chat && reader.ValueTextEquals("messages"u8))
        {
            reader.Read();
            request.PromptTokens = PromptReader.ReadMessages(ref reader, request.Blocks);
        }
        else if (!TryReadOfApi(ref reader, request, api))
        {
            reader.Skip();
        }
    }

    private static bool TryReadOfApi(ref Utf8JsonReader reader, GenerationRequest request, ApiKind api) => api switch
    {
        ApiKind.Generate => GenerateFields.TryRead(ref reader, request),
        ApiKind.Responses => ResponsesFields.TryRead(ref reader, request),
        ApiKind.Messages => MessagesFields.TryRead(ref reader, request),
        ApiKind.Tokens => TokensFields.TryRead(ref reader, request),
        ApiKind.Tgi or ApiKind.Triton => ParameterFields.TryRead(ref reader, request, api),
        ApiKind.Chat => ToolFields.TryRead(ref reader, request) || LogprobFields.TryReadChat(ref reader, request),
        _ => LogprobFields.TryReadCompletion(ref reader, request),
    };

    private static void ReadStreamOptions(ref Utf8JsonReader reader, GenerationRequest request)
    {
        if (!FieldReader.TryEnterObject(ref reader, "stream_options"))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("include_usage"u8))
            {
                request.IncludeUsage = FieldReader.ReadBool(ref reader, "include_usage") ?? false;
            }
            else if (reader.ValueTextEquals("continuous_usage_stats"u8))
            {
                request.ContinuousUsage = FieldReader.ReadBool(ref reader, "continuous_usage_stats") ?? false;
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
