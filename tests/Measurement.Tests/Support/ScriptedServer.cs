using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>A server that answers its requests, in the order they come, with the bytes it was given. It ends connections only where told.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    /// <summary>An answer that says nothing: the connection is closed instead.</summary>
    public const string Close = "";

    private readonly Socket _listener;
    private readonly ConcurrentQueue<string> _answers;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly ConcurrentQueue<string> _seen = new();
    private int _requests;

    public ScriptedServer(params string[] answers)
        : this(new IPEndPoint(IPAddress.Loopback, 0), answers)
    {
    }

    public ScriptedServer(EndPoint endpoint, params string[] answers)
    {
        _answers = new(answers);
        _listener = new Socket(endpoint.AddressFamily, SocketType.Stream, endpoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        _listener.Bind(endpoint);
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");

    /// <summary>The first request, head and body; null before it has come.</summary>
    public string? FirstRequest { get; private set; }

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
                serving.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token)));
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
            while (await ReadRequestAsync(stream))
            {
                Interlocked.Increment(ref _requests);
                string answer = _answers.TryDequeue(out string? next) ? next : Close;
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
                if (answer == Close || !IsWhole(answer))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client went away, or the test is over: either is the end of this connection.
            socket.Close();
        }
    }

    private static bool IsWhole(string answer) => answer.EndsWith("0\r\n\r\n", StringComparison.Ordinal) || answer.Contains("Content-Length", StringComparison.Ordinal);

    private async Task<bool> ReadRequestAsync(NetworkStream stream)
    {
        const string LengthField = "Content-Length: ";
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return false;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            string request = text.ToString();
            int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                int field = request.IndexOf(LengthField, StringComparison.OrdinalIgnoreCase);
                int length = field < 0 || field > end ? 0 : int.Parse(request[(field + LengthField.Length)..].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
                if (request.Length >= end + 4 + length)
                {
                    _seen.Enqueue(request);
                    FirstRequest ??= request;
                    return true;
                }
            }
        }
    }
}
