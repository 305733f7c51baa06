using LoadGen.Evaluation.Settings;
using LoadGen.Inference;

namespace LoadGen.Evaluation.Running;

/// <summary>How texts that end an answer are sent.</summary>
public static class StopTexts
{
    /// <summary>The texts that end an answer in an API.</summary>
    public static IReadOnlyList<string> For(ApiTraits api, GenerationSection generation)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(generation);
        return api.Prompts.HasFlag(PromptKinds.Messages) ? generation.Stop : [.. generation.Stop, .. generation.StopInText];
    }

    /// <summary>The top-level request field that takes them; null where an API has none that is known here.</summary>
    /// <param name="api">The API's name.</param>
    public static string? Field(string api) => api switch
    {
        "chat" or "completions" => "stop",
        "anthropic" => "stop_sequences",
        _ => null,
    };
}
