using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Responses;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Serving;

/// <summary>
/// <c>POST /v1/embeddings</c> (OpenAI's API reference, "Create embeddings"): a small vector for each input, the same for the same input.
/// It takes no time and is not counted: it is there for what routers do with routes that are no generation.
/// </summary>
internal static class EmbeddingsEndpoint
{
    public static Task HandleAsync(HttpContext http, SimulatedEngineOptions options) =>
        ScoringEndpoint.HandleAsync(http, options, body => EmbeddingsBody.Format(EmbeddingsRequest.Read(body), options.Model));
}
