using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Reporting.Html.Serving;

/// <summary>
/// The files of the report's runs: <c>/run/ID/</c> lists a run's folder, <c>/run/ID/FILE</c> is one of it. A name counts only where the folder has just that
/// file: no path leads out of it, and folders below it are not served.
/// </summary>
internal static class RunFilesEndpoint
{
    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="folders">The runs' folders by row.</param>
    /// <param name="rest">The path after <c>/run/</c>.</param>
    public static Task HandleAsync(HttpContext context, IReadOnlyDictionary<string, string> folders, string rest)
    {
        // An id may have slashes of its own: the longest one that is known, and a file's name after it.
        int slash = rest.LastIndexOf('/');
        if (slash < 0 || !folders.TryGetValue(Uri.UnescapeDataString(rest[..slash]), out string? folder) || !Directory.Exists(folder))
        {
            return ReportApplication.TextAsync(context, 404, "the report has no such run");
        }

        FileInfo[] files = [.. new DirectoryInfo(folder).GetFiles().Where(file => file.LinkTarget is null).OrderBy(file => file.Name, StringComparer.Ordinal)];
        string name = rest[(slash + 1)..];
        return name.Length == 0
            ? ListAsync(context, folder, files)
            : Array.Find(files, file => file.Name == name) is { } found
                ? SendAsync(context, found)
                : ReportApplication.TextAsync(context, 404, "the run's folder has no such file");
    }

    private static Task ListAsync(HttpContext context, string folder, FileInfo[] files)
    {
        var page = new StringBuilder();
        string title = WebUtility.HtmlEncode(folder);
        page.Append("<!doctype html><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>")
            .Append(title).Append("</title><h1>").Append(title).Append("</h1><ul>");
        foreach (FileInfo file in files)
        {
            page.Append("<li><a href=\"./").Append(Uri.EscapeDataString(file.Name)).Append("\">").Append(WebUtility.HtmlEncode(file.Name)).Append("</a> ")
                .Append(file.Length).Append(" bytes");
        }

        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        return ReportApplication.WriteAsync(context, "text/html; charset=utf-8", page.Append("</ul>\n").ToString());
    }

    // As text whatever it is: nothing of a run's folder is to be run by a browser.
    private static async Task SendAsync(HttpContext context, FileInfo file)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        await using FileStream content = file.OpenRead();
        context.Response.ContentLength = content.Length;
        if (context.Request.Method != "HEAD")
        {
            await content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }
}
