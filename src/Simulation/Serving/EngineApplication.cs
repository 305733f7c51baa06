using LoadGen.Simulation.Control;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Responses;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadGen.Simulation.Serving;

/// <summary>What Kestrel calls for every request: finds the endpoint.</summary>
internal sealed class EngineApplication : IHttpApplication<HttpContext>
{
    /// <summary>Where Anthropic's API is spoken.</summary>
    public const string MessagesPath = "/v1/messages";

    private readonly EngineState _engine;
    private readonly GenerationEndpoint _generation;
    private readonly Handoffs.RoleEndpoints? _roles;
    private readonly RequestLog? _log;
    private readonly ControlEndpoints? _control;

    public EngineApplication(EngineState engine)
    {
        _engine = engine;
        _generation = new GenerationEndpoint(engine);
        _roles = engine.Handoffs is { } node ? new(engine, node) : null;
        if (engine.Options.SimControl)
        {
            _log = new RequestLog();
            _control = new ControlEndpoints(engine, _log);
        }
    }

    // The sides of a pair speak the APIs that routers divide between them.
    private bool IsWhole => _roles is null;

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(HttpContext context)
    {
        if (_engine.Options.Roofline is { } roofline)
        {
            SimulatedHeader.Describe(context.Response, roofline.Description);
        }

        if (_log is null)
        {
            return RouteAsync(context);
        }

        bool isControl = context.Request.Path.Value!.StartsWith(ControlEndpoints.Prefix, StringComparison.Ordinal);
        return isControl ? _control!.HandleAsync(context) : LogAsync(context, _log.Begin(context));
    }

    private Task RouteAsync(HttpContext context) => (context.Request.Path.Value, context.Request.Method) switch
    {
        ("/v1/chat/completions", "POST") => _generation.HandleAsync(context, ApiKind.Chat),
        ("/v1/completions", "POST") => _generation.HandleAsync(context, ApiKind.Completions),
        ("/generate", "POST") => _generation.HandleAsync(context, ApiKind.Generate),
        ("/v1/responses", "POST") when IsWhole => _generation.HandleAsync(context, ApiKind.Responses),
        (MessagesPath, "POST") when IsWhole => _generation.HandleAsync(context, ApiKind.Messages),
        ("/inference/v1/generate", "POST") when IsWhole => _generation.HandleAsync(context, ApiKind.Tokens),
        ("/generate_stream", "POST") when IsWhole => _generation.HandleAsync(context, ApiKind.Tgi, stream: true),
        ("/v1/rerank" or "/rerank", "POST") => RerankEndpoint.HandleAsync(context, _engine.Options),
        ({ } path, "POST") when IsWhole && TritonPath.TryParse(path, out TritonPath triton) => _generation.HandleAsync(context, ApiKind.Triton, triton.Stream, triton.Model),
        ("/v1/embeddings", "POST") => EmbeddingsEndpoint.HandleAsync(context, _engine.Options),
        ("/ws", "GET") => WebSocketEcho.HandleAsync(context, _engine.Stopping),
        ("/health", "GET") => Replies.JsonAsync(context, 200, "{\"status\":\"ok\",\"simulated\":true}"u8.ToArray()),
        ("/v1/models", "GET") => Replies.JsonAsync(context, 200, InfoBodies.Models(_engine.Options, _engine.StartedUnix)),
        ("/stats", "GET") => Replies.JsonAsync(context, 200, InfoBodies.Stats(_engine.Options, _engine.Snapshot())),
        ("/stats", "DELETE") or ("/stats/reset", "POST") => ResetAsync(context),
        ("/v1/chat/completions" or "/v1/completions" or "/generate" or "/v1/embeddings" or "/v1/responses" or MessagesPath or "/generate_stream" or "/inference/v1/generate" or "/v1/rerank" or "/rerank" or "/stats/reset", _) => Replies.WrongMethodAsync(context, "POST"),
        ("/stats", _) => Replies.WrongMethodAsync(context, "GET, DELETE"),
        ("/health" or "/v1/models" or "/ws", _) => Replies.WrongMethodAsync(context, "GET"),
        _ => _roles?.TryHandle(context) ?? Replies.ErrorAsync(context, 404, $"no such endpoint: {context.Request.Path.Value}"),
    };

    private async Task LogAsync(HttpContext context, RequestRecord record)
    {
        try
        {
            await RouteAsync(context);
        }
        finally
        {
            record.End(context.Response.HasStarted ? context.Response.StatusCode : 0);
        }
    }

    private Task ResetAsync(HttpContext context)
    {
        _engine.Reset();
        return Replies.JsonAsync(context, 200, InfoBodies.Stats(_engine.Options, _engine.Snapshot()));
    }
}
