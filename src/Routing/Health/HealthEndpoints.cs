using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Health;

/// <summary>
/// The paths by which load balancers and orchestrators ask after the router: <c>/live</c> and <c>/health</c> (it serves: 200),
/// <c>/ready</c>, <c>/readiness</c> and <c>/health/ready</c> (requests are welcome: 200, else 503 with the reason). Thread-safe.
/// </summary>
public sealed class HealthEndpoints(Readiness readiness)
{
    /// <summary>Answers when the path is one of these.</summary>
    /// <returns>The request has been answered.</returns>
    public async ValueTask<bool> TryHandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        switch (context.Request.Path.Value)
        {
            case "/live" or "/health":
                await AnswerAsync(context, StatusCodes.Status200OK, new LiveReport("ok"), HealthJson.Default.LiveReport);
                return true;
            case "/ready" or "/readiness" or "/health/ready":
                ReadinessReport report = readiness.Report();
                int status = report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                await AnswerAsync(context, status, report, HealthJson.Default.ReadinessReport);
                return true;
            default:
                return false;
        }
    }

    private static async Task AnswerAsync<T>(HttpContext context, int status, T body, JsonTypeInfo<T> type)
    {
        HttpResponse response = context.Response;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
            return;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(body, type);
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        // A proxy in between must not answer with what was true a while ago.
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await response.Body.WriteAsync(json, context.RequestAborted);
        }
    }
}
