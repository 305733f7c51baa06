using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadGen.Reporting.Html.Serving;

/// <summary>What Kestrel calls for every request.</summary>
internal sealed class ReportApplication(ReportFeed feed) : IHttpApplication<HttpContext>
{
    private const string RunPrefix = "/run/";

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.XFrameOptions = "DENY";
        if (!HostNames.AreOwn(context.Request.Host))
        {
            return TextAsync(context, 421, $"'{context.Request.Host}' is not this server; accepted: an address, localhost, or this machine's name");
        }

        if (context.Request.Method is not ("GET" or "HEAD"))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return TextAsync(context, 405, "accepted: GET");
        }

        return context.Request.Path.Value switch
        {
            "/" => PageAsync(context),
            "/data.json" => WriteAsync(context, "application/json", ReportPage.Json(feed.Current.Document)),
            "/events" => EventStream.WriteAsync(context, feed),
            { } path when path.StartsWith(RunPrefix, StringComparison.Ordinal) => RunFilesEndpoint.HandleAsync(context, feed.Current.Folders, path[RunPrefix.Length..]),
            _ => TextAsync(context, 404, "there is no such page; the report is at /"),
        };
    }

    /// <summary>Answers with a line of text.</summary>
    public static Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, "text/plain; charset=utf-8", text + "\n");
    }

    /// <summary>Answers with a text of a type, which nobody keeps: it may be another one in a second.</summary>
    public static Task WriteAsync(HttpContext context, string type, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        return context.Request.Method == "HEAD" ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private Task PageAsync(HttpContext context)
    {
        using var page = new StringWriter();
        ReportPage.Write(feed.Current.Document, page);
        return WriteAsync(context, "text/html; charset=utf-8", page.ToString());
    }
}
