using System.Text.Json;
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
    public static async Task HandleAsync(HttpContext http, SimulatedEngineOptions options)
    {
        if (!Authorization.Allows(http, options.ApiKey))
        {
            await Authorization.RefuseAsync(http);
            return;
        }

        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            await Replies.JsonAsync(http, 200, EmbeddingsBody.Format(EmbeddingsRequest.Read(body.RootElement), options.Model));
        }
        catch (JsonException e)
        {
            await Replies.ErrorAsync(http, 400, $"the body is not valid JSON: {e.Message}");
        }
        catch (BadRequestException e)
        {
            await Replies.ErrorAsync(http, 400, e.Message);
        }
    }
}
