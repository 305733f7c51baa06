using System.Text.Json;

namespace LoadGen.Tokenization.Templates;

/// <summary>What a chat template makes a prompt of.</summary>
public sealed record ChatInputs
{
    /// <summary>The conversation: an array of objects with <c>role</c>, <c>content</c> and what else the template asks for.</summary>
    public required JsonElement Messages { get; init; }

    /// <summary>The tools, an array; null for none.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Whether the prompt ends where the model's answer begins.</summary>
    public bool AddGenerationPrompt { get; init; } = true;

    /// <summary><c>bos_token</c>.</summary>
    public string? BosToken { get; init; }

    /// <summary><c>eos_token</c>.</summary>
    public string? EosToken { get; init; }

    /// <summary>Variables of some templates only, such as <c>enable_thinking</c>: an object; null for none.</summary>
    public JsonElement? Extra { get; init; }
}
