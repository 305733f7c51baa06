using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Admin;

/// <summary>A whole response of the admin API.</summary>
internal sealed class AdminReply
{
    private readonly byte[] _body;

    private AdminReply(int status, byte[] body) => (Status, _body) = (status, body);

    /// <summary>The response's status.</summary>
    public int Status { get; }

    /// <summary>A header of the response and its value; null for none but the usual.</summary>
    public (string Name, string Value)? Header { get; init; }

    public static AdminReply Json<T>(int status, T body, JsonTypeInfo<T> type) => new(status, JsonSerializer.SerializeToUtf8Bytes(body, type));

    /// <summary>JSON that is written already.</summary>
    public static AdminReply Raw(int status, byte[] json) => new(status, json);

    public static AdminReply Worker(int status, WorkerView worker, bool? drained = null, string? note = null) =>
        Json(status, new WorkerReply(worker, drained, note), AdminJson.Default.WorkerReply);

    public static AdminReply Error(int status, string code, string message, (string Name, string Value)? header = null)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new ErrorView(new ErrorParts(message, TypeOf(status), code)), AdminJson.Default.ErrorView);
        return new AdminReply(status, body) { Header = header };
    }

    /// <summary>A request with these problems.</summary>
    public static AdminReply BadRequest(IReadOnlyList<string> problems) =>
        Error(StatusCodes.Status400BadRequest, "invalid_request", string.Join("; ", problems));

    public static AdminReply MethodNotAllowed(string allow) => Error(
        StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"this path answers {allow}", ("Allow", allow));

    public async Task WriteAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json";
        response.ContentLength = _body.Length;
        response.Headers.CacheControl = "no-store";
        if (Header is var (name, value))
        {
            response.Headers[name] = value;
        }

        await response.Body.WriteAsync(_body, context.RequestAborted);
    }

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status404NotFound => "not_found_error",
        StatusCodes.Status409Conflict => "conflict_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
