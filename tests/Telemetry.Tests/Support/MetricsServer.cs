using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadGen.Telemetry.Tests.Support;

/// <summary>A server of one page, which the test may change.</summary>
internal sealed class MetricsServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public MetricsServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Page { get; set; } = "";

    public int Status { get; set; } = 200;

    public Uri Url => new($"http://{_listener.LocalEndpoint}/metrics");

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Assert.NotNull(e); // the test is over
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
        }

        byte[] body = Encoding.UTF8.GetBytes(Page);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {Status} X\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(body);
    }
}
