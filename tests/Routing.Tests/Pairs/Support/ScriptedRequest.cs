using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LoadGen.Routing.Tests.Pairs.Support;

/// <summary>A request that a scripted worker got, and what it answers.</summary>
internal sealed class ScriptedRequest
{
    private readonly NetworkStream _stream;
    private readonly CancellationToken _stop;

    private ScriptedRequest(NetworkStream stream, string head, string body, CancellationToken stop) =>
        (_stream, Head, Body, _stop) = (stream, head, body, stop);

    public string Head { get; }

    public string Body { get; }

    /// <summary>The script has closed the connection, or wants it closed.</summary>
    public bool IsLast { get; set; }

    public static async Task<ScriptedRequest?> ReadAsync(NetworkStream stream, CancellationToken stop)
    {
        byte[] one = new byte[1];
        var head = new List<byte>();
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        string text = Encoding.UTF8.GetString([.. head]);
        string? length = text.Split("\r\n").FirstOrDefault(l => l.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1];
        byte[] body = new byte[length is null ? 0 : int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stop);
        return new ScriptedRequest(stream, text, Encoding.UTF8.GetString(body), stop);
    }

    /// <summary>Sends bytes as they are.</summary>
    public Task SendAsync(string text) => _stream.WriteAsync(Encoding.Latin1.GetBytes(text), _stop).AsTask();

    /// <summary>A whole response.</summary>
    public Task ReplyAsync(int status, string contentType, string body, string more = "") =>
        SendAsync($"HTTP/1.1 {status} X\r\nContent-Type: {contentType}\r\n{more}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>The head of a stream in chunks.</summary>
    public Task BeginStreamAsync() => SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");

    /// <summary>Chunks, handed to the kernel together.</summary>
    public Task ChunksAsync(params string[] data) =>
        SendAsync(string.Concat(data.Select(d => $"{d.Length:x}\r\n{d}\r\n")));

    /// <summary>The end of a stream in chunks.</summary>
    public Task EndStreamAsync() => SendAsync("0\r\n\r\n");

    /// <summary>Completes when the router has left the connection.</summary>
    public async Task UntilLeftAsync()
    {
        byte[] one = new byte[1];
        try
        {
            while (await _stream.ReadAsync(one, _stop) != 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset: left all the same.
        }

        IsLast = true;
    }
}
