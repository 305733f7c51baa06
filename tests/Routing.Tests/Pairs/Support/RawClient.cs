using System.Net.Sockets;
using System.Text;

namespace LoadGen.Routing.Tests.Pairs.Support;

/// <summary>A client that sees every byte.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _tcp = new();
    private readonly StringBuilder _seen = new();
    private int _newFrom;

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
        while (!Holds(wanted))
        {
            int read = await _tcp.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.True(read > 0, $"the connection ended before '{wanted}': {Tail()}");
            _newFrom = Math.Max(0, _seen.Length - wanted.Length);
            _seen.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return Seen;
    }

    /// <summary>Forgets what was read.</summary>
    public void Forget()
    {
        _seen.Clear();
        _newFrom = 0;
    }

    public void Dispose() => _tcp.Dispose();

    // Only what is new: megabytes come in small pieces.
    private bool Holds(string wanted) => _seen.ToString(_newFrom, _seen.Length - _newFrom).Contains(wanted, StringComparison.Ordinal);

    private string Tail() => Seen.Length > 500 ? Seen[^500..] : Seen;
}
