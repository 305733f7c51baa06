namespace LoadGen.Inference;

/// <summary>What every request body of a run has in common.</summary>
public sealed record GenerationOptions
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Ask for a stream of events.</summary>
    public bool Stream { get; init; } = true;

    /// <summary>Ask the engine to go on past end-of-sequence until <c>max_tokens</c> (vLLM, SGLang, TensorRT-LLM). Not an OpenAI field.</summary>
    public bool IgnoreEos { get; init; } = true;

    /// <summary>Sampling temperature; null leaves the field out. InferenceX sends 0.</summary>
    public double? Temperature { get; init; } = 0.0;

    /// <summary>Ask for usage at the end of a stream (<c>stream_options.include_usage</c>).</summary>
    public bool IncludeUsage { get; init; } = true;

    /// <summary>
    /// Ask for usage on every chunk too (<c>stream_options.continuous_usage_stats</c>: vLLM, SGLang), so that each says how many tokens
    /// it carries. Not an OpenAI field.
    /// </summary>
    public bool ContinuousUsage { get; init; }

    /// <summary>
    /// Further top-level fields: a JSON object, already parsed. A field named here replaces the one that would have been written.
    /// </summary>
    public System.Text.Json.JsonElement? ExtraBody { get; init; }
}
