using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace LoadGen.EndToEnd.Support;

/// <summary>
/// A server on a free port of the loopback that answers with the very bytes a script gives it. Requests are numbered from 1 over all
/// connections; the script sees each and decides what is sent, and whether the connection goes on.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<Exchange, Task> _script;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly Task _accepting;
    private int _requests;
    private int _accepted;
    private volatile bool _isDead;

    private ScriptedServer(Func<Exchange, Task> script, X509Certificate2? certificate, IPAddress address)
    {
        _script = script;
        _certificate = certificate;
        _listener = new TcpListener(address, 0);
        _listener.Start(1024);
        string host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        Authority = $"{host}:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>Host and port, as messages name them.</summary>
    public string Authority { get; }

    public string Url => $"{(_certificate is null ? "http" : "https")}://{Authority}";

    public int Port => int.Parse(Authority[(Authority.LastIndexOf(':') + 1)..]);

    /// <summary>Connections accepted so far.</summary>
    public int Connections => Volatile.Read(ref _accepted);

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
    public static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The server dies: no new connections, and those that are open are reset.</summary>
    public void Die()
    {
        _isDead = true;
        _listener.Stop();
        foreach (Socket socket in _connections.Keys)
        {
            socket.Close(0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Die();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            Interlocked.Increment(ref _accepted);
            socket.NoDelay = true;
            var registered = new TaskCompletionSource();
            _connections[socket] = ServeAsync(socket, registered.Task);
            if (_isDead)
            {
                // Accepted while the others were being closed.
                socket.Close(0);
            }

            registered.SetResult();
        }
    }

    private async Task ServeAsync(Socket socket, Task registered)
    {
        await registered;
        try
        {
            var client = (IPEndPoint)socket.RemoteEndPoint!;
            await using Stream stream = await OpenAsync(socket);
            await using var input = new BufferedStream(stream, 16 * 1024);
            while (await RequestText.ReadAsync(input) is { } request)
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
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away or would not shake hands: what it made of it is what the test looks at.
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
