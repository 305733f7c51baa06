using System.Net.Sockets;
using System.Text;
using LoadGen.Shared.Servers;

namespace LoadGen.Routing.Tests.Pairs.Support;

/// <summary>A request that a scripted worker got, and what it answers.</summary>
/// <param name="stream">The connection.</param>
/// <param name="text">The request.</param>
/// <param name="stop">The end of the test.</param>
internal sealed class ScriptedRequest(NetworkStream stream, RequestText text, CancellationToken stop)
{
    public string Head => text.Head;

    public string Body => text.Body;

    /// <summary>The script has closed the connection, or wants it closed.</summary>
    public bool IsLast { get; set; }

    /// <summary>Sends bytes as they are.</summary>
    public Task SendAsync(string bytes) => stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), stop).AsTask();

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
            while (await stream.ReadAsync(one, stop) != 0)
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
