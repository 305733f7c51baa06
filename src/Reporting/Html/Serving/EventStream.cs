using System.Text;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Reporting.Html.Serving;

/// <summary>Server-sent events: the version of the report now, and each one after it. A page fetches the document when it has another.</summary>
internal static class EventStream
{
    /// <summary>Writes until the page or the server goes.</summary>
    public static async Task WriteAsync(HttpContext context, ReportFeed feed)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, feed.Stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.Method == "HEAD")
        {
            return;
        }

        try
        {
            while (true)
            {
                string version = feed.Current.Document.Version;
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: version\ndata: {version}\n\n"), end.Token);
                await context.Response.Body.FlushAsync(end.Token);
                await feed.NextAsync(version).WaitAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The page was closed, or the server ends: nothing more is to be said.
        }
    }
}
