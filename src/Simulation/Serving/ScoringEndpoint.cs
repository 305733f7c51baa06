using System.Text.Json;
using LoadGen.Simulation.Requests;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Serving;

/// <summary>An endpoint that answers at once, from nothing but the request's body.</summary>
internal static class ScoringEndpoint
{
    public static async Task HandleAsync(HttpContext http, SimulatedEngineOptions options, Func<JsonElement, byte[]> answer)
    {
        if (!Authorization.Allows(http, options.ApiKey))
        {
            await Authorization.RefuseAsync(http);
            return;
        }

        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            await Replies.JsonAsync(http, 200, answer(body.RootElement));
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
