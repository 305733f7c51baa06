using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadGen.Simulation.Serving;

/// <summary>What Kestrel calls for every request: finds the endpoint.</summary>
internal sealed class EngineApplication(EngineState engine) : IHttpApplication<HttpContext>
{
    private readonly GenerationEndpoint _generation = new(engine);
    private readonly Handoffs.RoleEndpoints? _roles = engine.Handoffs is { } node ? new(engine, node) : null;

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(HttpContext context) => (context.Request.Path.Value, context.Request.Method) switch
    {
        ("/v1/chat/completions", "POST") => _generation.HandleAsync(context, Requests.ApiKind.Chat),
        ("/v1/completions", "POST") => _generation.HandleAsync(context, Requests.ApiKind.Completions),
        ("/health", "GET") => Replies.JsonAsync(context, 200, "{\"status\":\"ok\",\"simulated\":true}"u8.ToArray()),
        ("/v1/models", "GET") => Replies.JsonAsync(context, 200, Responses.InfoBodies.Models(engine.Options, engine.StartedUnix)),
        ("/stats", "GET") => Replies.JsonAsync(context, 200, Responses.InfoBodies.Stats(engine.Snapshot())),
        ("/stats", "DELETE") or ("/stats/reset", "POST") => ResetAsync(context),
        ("/v1/chat/completions" or "/v1/completions" or "/stats/reset", _) => WrongMethodAsync(context, "POST"),
        ("/stats", _) => WrongMethodAsync(context, "GET, DELETE"),
        ("/health" or "/v1/models", _) => WrongMethodAsync(context, "GET"),
        _ => _roles?.TryHandle(context) ?? Replies.ErrorAsync(context, 404, $"no such endpoint: {context.Request.Path.Value}"),
    };

    private Task ResetAsync(HttpContext context)
    {
        engine.Reset();
        return Replies.JsonAsync(context, 200, Responses.InfoBodies.Stats(engine.Snapshot()));
    }

    private static Task WrongMethodAsync(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return Replies.ErrorAsync(context, 405, $"{context.Request.Path.Value} takes {allowed}");
    }
}
