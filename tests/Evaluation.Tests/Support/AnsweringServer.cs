using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LoadGen.Shared.Servers;

namespace LoadGen.Evaluation.Tests.Support;

/// <summary>A chat endpoint on a free port of the loopback that answers each conversation as it is told to.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly Func<JsonElement, Reply> _answer;
    private readonly LoopbackListener _listener;

    /// <param name="answer">Says what to answer to a request's body.</param>
    public AnsweringServer(Func<JsonElement, Reply> answer)
    {
        _answer = answer;
        _listener = new LoopbackListener(ServeAsync);
    }

    public Uri Url => _listener.Url;

    /// <summary>The text of a conversation's last message.</summary>
    public static string LastMessage(JsonElement body) => body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        await using var stream = new NetworkStream(socket);
        await using var input = new BufferedStream(stream);
        while (await RequestText.ReadAsync(input, stop) is { } request)
        {
            using JsonDocument body = JsonDocument.Parse(request.Body);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_answer(body.RootElement).ToHttp()), stop);
        }
    }
}

/// <summary>An answer.</summary>
/// <param name="Text">What is said, in two chunks.</param>
/// <param name="Finish">Why it ends.</param>
/// <param name="Status">Its status; any but 200 says nothing else.</param>
internal sealed record Reply(string Text, string Finish = "stop", int Status = 200)
{
    public string ToHttp()
    {
        if (Status != 200)
        {
            return $"HTTP/1.1 {Status} No\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}";
        }

        int half = Text.Length / 2;
        string body = Event(Text[..half], "null", "null") + Event(Text[half..], $"\"{Finish}\"", """{"prompt_tokens":11,"completion_tokens":2}""") + "data: [DONE]\n\n";
        return $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
    }

    private static string Event(string text, string finish, string usage) =>
        $$$"""data: {"choices":[{"index":0,"delta":{"content":{{{JsonSerializer.Serialize(text)}}}},"finish_reason":{{{finish}}}}],"usage":{{{usage}}}}""" + "\n\n";
}
