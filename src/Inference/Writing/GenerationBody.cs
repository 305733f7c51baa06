namespace LoadGen.Inference.Writing;

/// <summary>The fields that several APIs' request bodies share, so that each API file shows only what is its own.</summary>
internal static class GenerationBody
{
    /// <summary>Throws unless the request is one that can be said in this API.</summary>
    public static void Check(in GenerationRequest request, IInferenceApi api)
    {
        PromptKinds given = (request.TokenIds.IsEmpty ? 0 : PromptKinds.TokenIds) | (request.Text.IsEmpty ? 0 : PromptKinds.Text)
            | (request.Messages.IsEmpty ? 0 : PromptKinds.Messages) | (request.MessagesJson.IsEmpty ? 0 : PromptKinds.MessagesJson);
        if ((given & (given - 1)) != 0)
        {
            throw new ArgumentException($"A request has one prompt, not several: {given}.", nameof(request));
        }

        if ((given & ~api.Traits.Prompts) != 0)
        {
            throw new ArgumentException($"The API {api.Name} takes {api.Traits.Prompts}, not {given}.", nameof(request));
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

    /// <summary>Writes token ids, or text.</summary>
    public static void WritePrompt(ref RequestBody body, in GenerationRequest request)
    {
        if (request.TokenIds.IsEmpty)
        {
            body.Json.String(request.Text);
        }
        else
        {
            body.Json.Numbers(request.TokenIds);
        }
    }

    /// <summary>Writes the temperature and whether a stream is wanted.</summary>
    public static void WriteTemperatureAndStream(ref RequestBody body, GenerationOptions options)
    {
        WriteTemperature(ref body, options);
        WriteStream(ref body, options);
    }

    /// <summary>Writes the temperature, if there is one.</summary>
    public static void WriteTemperature(ref RequestBody body, GenerationOptions options)
    {
        if (options.Temperature is { } temperature && body.Begin("temperature"u8))
        {
            body.Json.Number(temperature);
        }
    }

    /// <summary>Writes whether a stream is wanted.</summary>
    public static void WriteStream(ref RequestBody body, GenerationOptions options)
    {
        if (body.Begin("stream"u8))
        {
            body.Json.Boolean(options.Stream);
        }
    }

    /// <summary>Writes what follows the prompt and the token limit in OpenAI's completions.</summary>
    public static void WriteSettings(ref RequestBody body, GenerationOptions options)
    {
        WriteTemperatureAndStream(ref body, options);
        WriteStreamOptions(ref body, options);
        WriteIgnoreEos(ref body, options);
    }

    /// <summary>Writes which usage a stream shall carry.</summary>
    public static void WriteStreamOptions(ref RequestBody body, GenerationOptions options)
    {
        // OpenAI and vLLM refuse stream_options without a stream.
        if (!options.Stream || !(options.IncludeUsage || options.ContinuousUsage) || !body.Begin("stream_options"u8))
        {
            return;
        }

        // vLLM gives continuous usage only beside the usage at the end.
        body.Json.Raw(options.ContinuousUsage ? "{\"include_usage\":true,\"continuous_usage_stats\":true}"u8 : "{\"include_usage\":true}"u8);
    }

    /// <summary>Writes <c>ignore_eos</c>, unless it is false: it is no OpenAI field, and OpenAI refuses unknown ones.</summary>
    public static void WriteIgnoreEos(ref RequestBody body, GenerationOptions options)
    {
        if (options.IgnoreEos && body.Begin("ignore_eos"u8))
        {
            body.Json.Raw("true"u8);
        }
    }
}
