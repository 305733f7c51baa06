using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LoadGen.Shared.Servers;

namespace LoadGen.EndToEnd.Support;

/// <summary>
/// A server on a free port of the loopback that answers with the very bytes a script gives it. Requests are numbered from 1 over all
/// connections; the script sees each and decides what is sent, and whether the connection goes on.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Func<Exchange, Task> _script;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private int _requests;

    private ScriptedServer(Func<Exchange, Task> script, X509Certificate2? certificate, IPAddress address)
    {
        _script = script;
        _certificate = certificate;
        _listener = new LoopbackListener(ServeAsync, new IPEndPoint(address, 0));
    }

    /// <summary>Host and port, as messages name them.</summary>
    public string Authority => _listener.Url.Authority;

    public string Url => $"{(_certificate is null ? "http" : "https")}://{Authority}";

    public int Port => _listener.Port;

    /// <summary>Connections accepted so far.</summary>
    public int Connections => _listener.Accepted;

    /// <summary>Requests read so far, in the order of their arrival.</summary>
    public IReadOnlyList<Exchange> Exchanges => [.. _exchanges];

    public static ScriptedServer Start(Func<Exchange, Task> script, X509Certificate2? certificate = null, IPAddress? address = null) =>
        new(script, certificate, address ?? IPAddress.Loopback);

    /// <summary>Every request gets these bytes; the connection is closed afterwards if asked for.</summary>
    public static ScriptedServer Answering(string answer, bool thenClose = false, X509Certificate2? certificate = null, IPAddress? address = null) =>
        Start(
            async exchange =>
            {
                await exchange.SendAsync(answer);
                exchange.IsLast = thenClose;
            },
            certificate,
            address);

    /// <summary>A port of the loopback on which nothing listens.</summary>
    public static int ClosedPort() => LoopbackListener.ClosedPort();

    /// <summary>The server dies: no new connections, and those that are open are reset.</summary>
    public void Die() => _listener.Die();

    public ValueTask DisposeAsync()
    {
        // Scripts may hang for as long as their connection is open.
        Die();
        return _listener.DisposeAsync();
    }

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        socket.NoDelay = true;
        var client = (IPEndPoint)socket.RemoteEndPoint!;
        await using Stream stream = await OpenAsync(socket);
        await using var input = new BufferedStream(stream, 16 * 1024);
        while (await RequestText.ReadAsync(input, stop) is { } request)
        {
            var exchange = new Exchange(Interlocked.Increment(ref _requests), request, client, input, stream, this);
            _exchanges.Enqueue(exchange);
            await _script(exchange);
            if (exchange.IsLast)
            {
                return;
            }
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        var raw = new NetworkStream(socket, ownsSocket: true);
        if (_certificate is null)
        {
            return raw;
        }

        var tls = new SslStream(raw);
        await tls.AuthenticateAsServerAsync(_certificate);
        return tls;
    }
}
