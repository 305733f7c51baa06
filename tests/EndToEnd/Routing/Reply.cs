using System.Text.Json;

namespace LoadGen.EndToEnd.Routing;

/// <summary>An answer of the router, read to its end.</summary>
internal sealed record Reply(int Status, string ContentType, string Body, string? RetryAfter, string RequestId)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json
    {
        get
        {
            using JsonDocument document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
    }

    /// <summary>The error that it is.</summary>
    public (string Code, string Message) Error
    {
        get
        {
            JsonElement error = Json.GetProperty("error");
            return (error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!);
        }
    }

    public Reply Is(int status)
    {
        Assert.True(status == Status, $"status {Status} instead of {status}: {Body}");
        return this;
    }
}
