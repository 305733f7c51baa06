using System.Net.Sockets;
using System.Text;

namespace LoadGen.Routing.Tests.Pairs.Support;

/// <summary>A client that sees every byte, and reads only when it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _tcp = new() { ReceiveBufferSize = 4096 };
    private readonly StringBuilder _seen = new();

    public RawClient(Uri router) => _tcp.Connect(router.Host, router.Port);

    /// <summary>Everything read so far.</summary>
    public string Seen => _seen.ToString();

    public Task PostAsync(string path, string body, string more = "") =>
        SendAsync($"POST {path} HTTP/1.1\r\nHost: router\r\nContent-Type: application/json\r\n{more}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public Task SendAsync(string text) =>
        _tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    /// <summary>Reads until what was read ends or contains this; fails when the connection ends before.</summary>
    public async Task<string> ReadUntilAsync(string wanted)
    {
        byte[] buffer = new byte[64 * 1024];
        while (_seen.ToString().IndexOf(wanted, StringComparison.Ordinal) < 0)
        {
            int read = await _tcp.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.True(read > 0, $"the connection ended before '{wanted}': {Tail()}");
            _seen.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return Seen;
    }

    /// <summary>Forgets what was read.</summary>
    public void Forget() => _seen.Clear();

    public void Dispose() => _tcp.Dispose();

    private string Tail() => Seen.Length > 500 ? Seen[^500..] : Seen;
}
