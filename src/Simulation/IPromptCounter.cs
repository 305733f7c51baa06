using System.Text.Json;

namespace LoadGen.Simulation;

/// <summary>Counts prompts as a model's server does, instead of their words. Thread-safe.</summary>
public interface IPromptCounter
{
    /// <summary>Tokens of a completion's prompt, the special ones that a server puts around it included.</summary>
    /// <param name="utf8">The prompt.</param>
    int CountText(ReadOnlySpan<byte> utf8);

    /// <summary>Tokens of a chat's prompt, its messages in the model's chat template.</summary>
    /// <param name="request">The request's body, which has <c>messages</c>.</param>
    /// <exception cref="FormatException">The messages do not go into the template: why.</exception>
    int CountChat(JsonElement request);
}
