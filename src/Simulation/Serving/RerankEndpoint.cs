using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Responses;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Serving;

/// <summary><c>POST /v1/rerank</c> (the API of Jina and Cohere, as vLLM serves it). Like embeddings it takes no time and is not counted.</summary>
internal static class RerankEndpoint
{
    public static Task HandleAsync(HttpContext http, SimulatedEngineOptions options) =>
        ScoringEndpoint.HandleAsync(http, options, body => RerankBody.Format(RerankRequest.Read(body), options.Model));
}
