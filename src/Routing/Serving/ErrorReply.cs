using System.Globalization;
using LoadGen.Routing.Pairs;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Serving;

/// <summary>Writes the router's own errors and replies that were held whole.</summary>
internal static class ErrorReply
{
    /// <summary>One JSON error.</summary>
    public static Task WriteAsync(HttpContext http, ClientError error)
    {
        if (error.RetryAfterS is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(http, error.Status, "application/json", error.ToJson());
    }

    /// <summary>A whole reply.</summary>
    public static Task WriteAsync(HttpContext http, int status, string? contentType, byte[] body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, 0, body.Length, http.RequestAborted);
    }
}
