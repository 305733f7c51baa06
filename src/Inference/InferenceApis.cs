using System.Diagnostics.CodeAnalysis;
using LoadGen.Inference.Apis;

namespace LoadGen.Inference;

/// <summary>The APIs this program speaks, by the names users type.</summary>
public static class InferenceApis
{
    /// <summary>All of them, in the order help texts list them. A new one takes its place here, one file in Apis, and one test of recorded bytes.</summary>
    public static IReadOnlyList<IInferenceApi> All { get; } =
    [
        new CompletionsApi(),
        new ChatCompletionsApi(),
        new ResponsesApi(),
        new AnthropicMessagesApi(),
        new SglangGenerateApi(),
        new VllmTokensApi(),
        new TgiGenerateApi(),
        new TritonGenerateApi(),
        new TrtllmGenerateApi(),
        new TrtllmLlmApi(),
        new OllamaChatApi(),
        new EmbeddingsApi(),
        new RerankApi(),
    ];

    /// <summary>The names, in the order help texts list them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(api => api.Name)];

    /// <summary>Finds an API by its name, which is lower-case.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="api">The API.</param>
    /// <returns>False when there is none of that name.</returns>
    public static bool TryGet(string name, [NotNullWhen(true)] out IInferenceApi? api)
    {
        api = All.FirstOrDefault(candidate => candidate.Name == name);
        return api is not null;
    }
}
