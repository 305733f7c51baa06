using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Health;
using LoadGen.Routing.Pairs;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadGen.Routing.Serving;

/// <summary>
/// What the public listener does with a request: health, then the client's key, then a pair for what generates, YARP for everything else.
/// </summary>
internal sealed class PublicApplication : IHttpApplication<HttpContext>
{
    private readonly RouterCore _core;
    private readonly HealthEndpoints _health;
    private readonly GenerationHandler _generation;
    private readonly RequestRecorder _recorder;
    private readonly Func<HttpContext, ClientKey> _authorize;

    /// <param name="core">The router's parts.</param>
    /// <param name="recorder">Counts, traces and logs each request.</param>
    /// <param name="authorize">Looks at the client's key.</param>
    public PublicApplication(RouterCore core, RequestRecorder recorder, Func<HttpContext, ClientKey> authorize)
    {
        _core = core;
        _recorder = recorder;
        _authorize = authorize;
        _health = new HealthEndpoints(core.Readiness);
        _generation = new GenerationHandler(core);
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        if (await _health.TryHandleAsync(context))
        {
            return;
        }

        GenerationApi? api = HttpMethods.IsPost(context.Request.Method) ? RequestPaths.ApiOf(context.Request.Path.Value) : null;
        RequestRecord record = _recorder.Begin(context, api);
        context.Features.Set(record);
        try
        {
            await ServeAsync(context, api, record);
        }
        catch (Exception e) when (IsClientGone(e, context))
        {
            record.Outcome = RequestOutcome.ClientGone;
            context.Abort();
        }
        catch (Exception e)
        {
            record.Outcome = RequestOutcome.RouterDefect;
            record.Error = $"{e.GetType().Name}: {e.Message}";
            if (context.Response.HasStarted)
            {
                context.Abort();
            }
            else
            {
                await ErrorReply.WriteAsync(context, new ClientError(500, "router_defect", "the router failed; its log has the reason under this request's id"));
            }
        }
        finally
        {
            _recorder.End(context, record);
        }
    }

    private async Task ServeAsync(HttpContext context, GenerationApi? api, RequestRecord record)
    {
        ClientKey key = _authorize(context);
        record.KeyName = key.Name;
        if (!key.IsAccepted)
        {
            record.Outcome = RequestOutcome.Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await ErrorReply.WriteAsync(context, new ClientError(401, "invalid_api_key", "missing or wrong API key: send it as 'Authorization: Bearer KEY'"));
            return;
        }

        context.Features.Set(ForwardedFields.Of(context, _core.Headers, record));
        if (api is { } generation)
        {
            await _generation.HandleAsync(context, generation, record);
            return;
        }

        await _core.Proxy.ForwardAsync(context);
        record.Outcome = context.RequestAborted.IsCancellationRequested ? RequestOutcome.ClientGone : RequestOutcome.OfStatus(context.Response.StatusCode);
    }

    private static bool IsClientGone(Exception e, HttpContext context) =>
        e is OperationCanceledException or ConnectionResetException || (e is IOException && context.RequestAborted.IsCancellationRequested);
}

/// <summary>What came of a client's key.</summary>
/// <param name="IsAccepted">The request may go on.</param>
/// <param name="Name">The key's name in the file of keys; null where it has none, or none is needed.</param>
internal readonly record struct ClientKey(bool IsAccepted, string? Name = null);
