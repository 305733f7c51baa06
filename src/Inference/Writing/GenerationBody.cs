namespace LoadGen.Inference.Writing;

/// <summary>The fields that both APIs' request bodies share, so that each API file shows only what is its own.</summary>
internal static class GenerationBody
{
    /// <summary>Throws unless the request is one that can be said in JSON.</summary>
    public static void Check(in GenerationRequest request)
    {
        if (!request.TokenIds.IsEmpty && !request.Text.IsEmpty)
        {
            throw new ArgumentException("A request has either token ids or text, not both.", nameof(request));
        }

        if (request.Options.Temperature is { } temperature && !double.IsFinite(temperature))
        {
            throw new ArgumentException($"The temperature must be a finite number, not {temperature}.", nameof(request));
        }
    }

    /// <summary>Writes the model.</summary>
    public static void WriteModel(ref RequestBody body, GenerationOptions options)
    {
        if (body.Begin("model"u8))
        {
            body.Json.String(options.Model);
        }
    }

    /// <summary>Writes what follows the prompt and the token limit.</summary>
    public static void WriteSettings(ref RequestBody body, GenerationOptions options)
    {
        if (options.Temperature is { } temperature && body.Begin("temperature"u8))
        {
            body.Json.Number(temperature);
        }

        if (body.Begin("stream"u8))
        {
            body.Json.Raw(options.Stream ? "true"u8 : "false"u8);
        }

        // OpenAI and vLLM refuse stream_options without a stream.
        if (options is { Stream: true, IncludeUsage: true } && body.Begin("stream_options"u8))
        {
            body.Json.Raw("{\"include_usage\":true}"u8);
        }

        // Left out when false: it is no OpenAI field, and OpenAI refuses unknown ones.
        if (options.IgnoreEos && body.Begin("ignore_eos"u8))
        {
            body.Json.Raw("true"u8);
        }
    }
}
