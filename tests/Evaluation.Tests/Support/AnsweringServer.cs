using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LoadGen.Evaluation.Tests.Support;

/// <summary>A chat endpoint on a free port of the loopback that answers each conversation as it is told to.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<JsonElement, Reply> _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="answer">Says what to answer to a request's body.</param>
    public AnsweringServer(Func<JsonElement, Reply> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The text of a conversation's last message.</summary>
    public static string LastMessage(JsonElement body) => body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The end of the test; an accept that is cancelled as it begins may fail in its own words.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            while (await ReadBodyAsync(stream) is { } body)
            {
                using JsonDocument request = JsonDocument.Parse(body);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(_answer(request.RootElement).ToHttp()), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client went away, or the test is over: either is the end of this connection.
            socket.Close();
        }
    }

    private async Task<byte[]?> ReadBodyAsync(NetworkStream stream)
    {
        const string LengthField = "Content-Length: ";
        var bytes = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
            string request = Encoding.Latin1.GetString(bytes.ToArray());
            int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }

            int field = request.IndexOf(LengthField, StringComparison.OrdinalIgnoreCase) + LengthField.Length;
            int length = int.Parse(request[field..].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
            if (request.Length >= end + 4 + length)
            {
                return bytes.ToArray()[(end + 4)..];
            }
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
