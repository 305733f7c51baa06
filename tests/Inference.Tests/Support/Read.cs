using System.Text;
using LoadGen.Inference.Apis;

namespace LoadGen.Inference.Tests.Support;

/// <summary>Short ways to read one text. Both APIs read alike; tests go through chat.</summary>
internal static class Read
{
    public static readonly IInferenceApi Chat = new ChatCompletionsApi();

    public static readonly IInferenceApi Completions = new CompletionsApi();

    public static StreamEvent Event(string data, string type = "") => Event(Encoding.UTF8.GetBytes(data), type);

    public static StreamEvent Event(ReadOnlySpan<byte> data, string type = "")
    {
        var state = default(StreamState);
        var result = default(StreamEvent);
        Chat.ReadEvent(Encoding.UTF8.GetBytes(type), data, ref state, ref result);
        return result;
    }

    public static StreamEvent Response(string body)
    {
        var state = default(StreamState);
        var result = default(StreamEvent);
        Chat.ReadResponse(Encoding.UTF8.GetBytes(body), ref state, ref result);
        return result;
    }

    public static InferenceError Error(string body, int status = 500) => Chat.ReadError(status, Encoding.UTF8.GetBytes(body));

    /// <summary>A chat chunk with one choice of these fields.</summary>
    public static StreamEvent Choice(string fields) => Event($$"""{"id":"x","choices":[{"index":0,{{fields}}}]}""");

    /// <summary>A chat chunk with a delta of these fields.</summary>
    public static StreamEvent Delta(string fields) => Choice($$"""
        "delta":{ {{fields}} },"finish_reason":null
        """);
}
