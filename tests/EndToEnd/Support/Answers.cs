using System.Text;

namespace LoadGen.EndToEnd.Support;

/// <summary>Responses of a chat endpoint, byte for byte.</summary>
internal static class Answers
{
    public const string StreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    public const string LastChunk = "0\r\n\r\n";

    /// <summary>A whole stream of so many tokens, one a chunk.</summary>
    public static string Stream(int tokens) => StreamHead + Tokens(tokens - 1) + LastToken(tokens) + Done + LastChunk;

    /// <summary>So many events with one token each, in a chunk each.</summary>
    public static string Tokens(int count) =>
        string.Concat(Enumerable.Repeat(Event("""{"choices":[{"index":0,"delta":{"content":" word"},"finish_reason":null}]}"""), count));

    /// <summary>The event that ends an answer of so many tokens.</summary>
    public static string LastToken(int tokens) =>
        Event("""{"choices":[{"index":0,"delta":{"content":" end"},"finish_reason":"length"}],"usage":{"prompt_tokens":4,"completion_tokens":"""
            + tokens + "}}");

    public static string Done => Event("[DONE]");

    /// <summary>An event in a chunk of its own.</summary>
    public static string Event(string data) => Chunk($"data: {data}\n\n");

    public static string Chunk(string text) => $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n";

    /// <summary>A response with a length and a body.</summary>
    public static string Whole(string status, string contentType, string body) =>
        $"HTTP/1.1 {status}\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <summary>An error as OpenAI's API words it.</summary>
    public static string Error(string status, string message) =>
        Whole(status, "application/json", $$$"""{"error":{"message":"{{{message}}}","type":"test_error"}}""");
}
