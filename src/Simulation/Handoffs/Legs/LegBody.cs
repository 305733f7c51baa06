using System.Text.Json;

namespace LoadGen.Simulation.Handoffs.Legs;

/// <summary>What a request body says of its hand-off; members that it lacks are null.</summary>
internal sealed class LegBody
{
    /// <summary>SGLang: where prefill's bootstrap server is.</summary>
    public JsonElement? BootstrapHost { get; set; }

    /// <summary>SGLang.</summary>
    public JsonElement? BootstrapPort { get; set; }

    /// <summary>SGLang: the id of the hand-off.</summary>
    public JsonElement? BootstrapRoom { get; set; }

    /// <summary>SGLang: this engine's rank.</summary>
    public JsonElement? RoutedDpRank { get; set; }

    /// <summary>SGLang, decode: prefill's rank.</summary>
    public JsonElement? DisaggPrefillDpRank { get; set; }

    /// <summary>vLLM.</summary>
    public JsonElement? KvTransferParams { get; set; }

    /// <summary>TensorRT-LLM.</summary>
    public JsonElement? DisaggregatedParams { get; set; }

    /// <summary><c>stream_options</c> is there and not null.</summary>
    public bool HasStreamOptions { get; set; }

    /// <summary><c>min_tokens</c>.</summary>
    public JsonElement? MinTokens { get; set; }

    /// <summary>How many prompts an array of prompts holds; null for a single prompt.</summary>
    public int? Prompts { get; set; }

    /// <summary>Ids in <c>prompt</c> (completions) where it is one array of numbers; null where it is not.</summary>
    public int? PromptIds { get; set; }

    /// <summary>Ids in <c>prompt_token_ids</c>; null where there are none.</summary>
    public int? PromptTokenIds { get; set; }

    /// <summary><c>n</c>.</summary>
    public int Choices { get; set; } = 1;
}
