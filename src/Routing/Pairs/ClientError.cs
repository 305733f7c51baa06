using System.Buffers;
using System.Text.Json;

namespace LoadGen.Routing.Pairs;

/// <summary>An error as the client gets it: OpenAI's shape, one line, nothing of any body but what an engine said itself.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">What happened, for programs, such as <c>prefill_failed</c>.</param>
/// <param name="Message">What happened, for people.</param>
/// <param name="RetryAfterS">When to come again, in s; null where that would not help.</param>
internal sealed record ClientError(int Status, string Code, string Message, int? RetryAfterS = null)
{
    /// <summary><c>{"error":{"message":…,"type":…,"code":…}}</c>.</summary>
    public byte[] ToJson()
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteString("message"u8, Message);
            json.WriteString("type"u8, TypeFor(Status));
            json.WriteNull("param"u8);
            json.WriteString("code"u8, Code);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The error as an event of a stream that has begun.</summary>
    public byte[] ToEvent() => [.. "data: "u8, .. ToJson(), .. "\n\n"u8];

    private static string TypeFor(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        429 => "rate_limit_error",
        < 500 => "invalid_request_error",
        503 => "overloaded_error",
        504 => "timeout_error",
        _ => "server_error",
    };
}
