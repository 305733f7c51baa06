using System.Net.Sockets;
using System.Text;

namespace LoadGen.Simulation.Tests.Support;

/// <summary>A socket that sends requests as text and shows every byte that comes back.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };

    public static async Task<RawClient> ConnectAsync(SimulatedEngine engine)
    {
        var client = new RawClient();
        await client._tcp.ConnectAsync(engine.Url.Host, engine.Url.Port, TestContext.Current.CancellationToken);
        return client;
    }

    public Task PostAsync(string path, string body, string headers = "") => SendAsync(
        $"POST {path} HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    public async Task SendAsync(string text) => await _tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>Reads until what has come ends with the text.</summary>
    public Task<string> ReadThroughAsync(string end) => ReadAsync(got => got.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Reads until the other side closes; a reset throws <see cref="IOException"/>.</summary>
    public Task<string> ReadToCloseAsync() => ReadAsync(_ => false);

    /// <summary>Counts occurrences in what comes until it ends with the end; for responses too large to keep.</summary>
    public async Task<int> CountThroughAsync(byte[] pattern, byte[] end)
    {
        byte[] buffer = new byte[1 << 20];
        int kept = 0;
        int count = 0;
        while (true)
        {
            int read = await _tcp.GetStream().ReadAsync(buffer.AsMemory(kept), TestContext.Current.CancellationToken);
            int length = kept + read;
            count += buffer.AsSpan(0, length).Count(pattern);
            if (read == 0 || buffer.AsSpan(0, length).EndsWith(end))
            {
                return count;
            }

            // What may be the start of a pattern or an end stays, less anything already counted.
            kept = Math.Min(length, Math.Max(pattern.Length, end.Length) - 1);
            buffer.AsSpan(length - kept, kept).CopyTo(buffer);
            count -= buffer.AsSpan(0, kept).Count(pattern);
        }
    }

    public void Dispose() => _tcp.Dispose();

    private async Task<string> ReadAsync(Func<string, bool> isEnough)
    {
        var got = new StringBuilder();
        byte[] buffer = new byte[65536];
        while (!isEnough(got.ToString()))
        {
            int read = await _tcp.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
            if (read == 0)
            {
                return got.ToString();
            }

            got.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return got.ToString();
    }
}
