using LoadGen.Inference.Handoffs;

namespace LoadGen.Routing.Serving;

/// <summary>Which requests generate.</summary>
internal static class RequestPaths
{
    /// <summary>The API that a path stands for; null when requests to it do not generate, and are only passed on.</summary>
    public static GenerationApi? ApiOf(string? path) => path switch
    {
        "/v1/chat/completions" => GenerationApi.Chat,
        "/v1/completions" => GenerationApi.Completions,
        "/generate" => GenerationApi.Generate,
        _ => null,
    };

    /// <summary>An API's name in metrics and logs.</summary>
    public static string NameOf(GenerationApi? api) => api switch
    {
        GenerationApi.Chat => "chat",
        GenerationApi.Completions => "completions",
        GenerationApi.Generate => "generate",
        _ => "other",
    };
}
