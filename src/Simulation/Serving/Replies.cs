using LoadGen.Simulation.Responses;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Serving;

/// <summary>Whole responses: every one says that it is simulated.</summary>
internal static class Replies
{
    public static Task JsonAsync(HttpContext http, int status, byte[] body) => SendAsync(http, status, "application/json", body);

    public static Task ErrorAsync(HttpContext http, int status, string message, string? code = null)
    {
        if (status == 429)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        string type = ErrorBody.TypeFor(status);
        return JsonAsync(http, status, http.Request.Path.Value switch
        {
            EngineApplication.MessagesPath => ErrorBody.FormatAnthropic(message, type),
            _ => ErrorBody.Format(message, type, code ?? type),
        });
    }

    public static Task WrongMethodAsync(HttpContext http, string allowed)
    {
        http.Response.Headers.Allow = allowed;
        return ErrorAsync(http, 405, $"{http.Request.Path.Value} takes {allowed}");
    }

    public static async Task SendAsync(HttpContext http, int status, string contentType, byte[] body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        SimulatedHeader.Mark(http.Response);
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
