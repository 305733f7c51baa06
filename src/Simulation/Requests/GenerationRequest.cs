namespace LoadGen.Simulation.Requests;

/// <summary>What a request body asks for, as far as the simulation cares.</summary>
internal sealed class GenerationRequest
{
    /// <summary>The model named, or null.</summary>
    public string? Model { get; set; }

    /// <summary>Asks for a stream; null when the body does not say.</summary>
    public bool? Stream { get; set; }

    /// <summary><c>max_completion_tokens</c>, else <c>max_tokens</c>, else null.</summary>
    public int? MaxTokens => MaxCompletionTokens ?? LegacyMaxTokens;

    /// <summary><c>max_tokens</c>.</summary>
    public int? LegacyMaxTokens { get; set; }

    /// <summary><c>max_completion_tokens</c>.</summary>
    public int? MaxCompletionTokens { get; set; }

    /// <summary>Prompt tokens: ids, or words separated by white space.</summary>
    public int PromptTokens { get; set; }

    /// <summary><c>stream_options.include_usage</c>: usage in a chunk of its own at the end.</summary>
    public bool IncludeUsage { get; set; }

    /// <summary><c>stream_options.continuous_usage_stats</c> (vLLM): usage on every chunk.</summary>
    public bool ContinuousUsage { get; set; }

    /// <summary><c>n</c>.</summary>
    public int Choices { get; set; } = 1;

    /// <summary>What the body says of a hand-off; null at an engine without a role.</summary>
    public Handoffs.Legs.LegBody? Leg { get; set; }
}

/// <summary>A body that cannot be served: becomes a 400.</summary>
/// <param name="message">What is wrong and what would be right.</param>
internal sealed class BadRequestException(string message) : Exception(message);
