using System.Text.Json;
using LoadGen.Tokenization.Templates;

namespace LoadGen.Tokenization.Sampling;

/// <summary>What prompts are sampled for.</summary>
public sealed record PromptSamplerOptions
{
    /// <summary>The seed: one seed, one prompt for each index and length.</summary>
    public long Seed { get; init; }

    /// <summary>Ids under this one are drawn; null: all of the tokenizer's. InferenceX takes Python's <c>vocab_size</c>, without added tokens.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>The lowest id drawn: control tokens stand at the front of some vocabularies.</summary>
    public int FirstTokenId { get; init; }

    /// <summary>The template that the prompt goes through, here or in the server, and whose tokens count; null for none.</summary>
    public ChatTemplate? Template { get; init; }

    /// <summary>The template's <c>bos_token</c>.</summary>
    public string? BosToken { get; init; }

    /// <summary>The template's <c>eos_token</c>.</summary>
    public string? EosToken { get; init; }

    /// <summary>The template's own variables, such as <c>enable_thinking</c>, as the server is told them: an object; null for none.</summary>
    public JsonElement? TemplateVariables { get; init; }

    /// <summary>Whether the tokens that the tokenizer puts around each text count: servers add them to completions' prompts.</summary>
    public bool AddSpecialTokens { get; init; }

    /// <summary>How often a text is encoded again to come nearer its length. InferenceX's client has 10.</summary>
    public int Attempts { get; init; } = 10;
}
