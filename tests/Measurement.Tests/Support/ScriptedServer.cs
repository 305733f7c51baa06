using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LoadGen.Shared.Servers;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>A server that answers its requests, in the order they come, with the bytes it was given. It ends connections only where told.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    /// <summary>An answer that says nothing: the connection is closed instead.</summary>
    public const string Close = "";

    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<string> _answers;
    private readonly ConcurrentQueue<string> _seen = new();
    private int _requests;

    public ScriptedServer(params string[] answers)
        : this(null, answers)
    {
    }

    public ScriptedServer(EndPoint? endpoint, params string[] answers)
    {
        _answers = new(answers);
        _listener = new LoopbackListener(ServeAsync, endpoint);
    }

    public Uri Url => _listener.Url;

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The requests so far, head and body, in the order in which they came.</summary>
    public IReadOnlyList<string> Seen => [.. _seen];

    /// <summary>A whole stream of completion chunks.</summary>
    public static string Stream(params string[] events) => Broken(events) + "0\r\n\r\n";

    /// <summary>A stream whose last chunk is missing.</summary>
    public static string Broken(params string[] events)
    {
        string body = string.Concat(events.Select(e => $"data: {e}\n\n"));
        return $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n";
    }

    public static string Whole(string status, string type, string body) =>
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    public static string Token(string? finish = null, string usage = "null") =>
        $$"""{"choices":[{"index":0,"text":" a","finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}}}],"usage":{{usage}}}""";

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        await using var stream = new NetworkStream(socket);
        await using var input = new BufferedStream(stream);
        while (await RequestText.ReadAsync(input, stop) is { } request)
        {
            _seen.Enqueue(request.Head + request.Body);
            Interlocked.Increment(ref _requests);
            string answer = _answers.TryDequeue(out string? next) ? next : Close;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), stop);
            if (answer == Close || !IsWhole(answer))
            {
                return;
            }
        }
    }

    private static bool IsWhole(string answer) => answer.EndsWith("0\r\n\r\n", StringComparison.Ordinal) || answer.Contains("Content-Length", StringComparison.Ordinal);
}
