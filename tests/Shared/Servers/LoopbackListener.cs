using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace LoadGen.Shared.Servers;

/// <summary>Accepts connections for a server of the tests and serves each until it ends or the test does.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly Func<Socket, CancellationToken, Task> _serve;
    private readonly Socket _listener;
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _accepted;
    private volatile bool _isDead;

    /// <param name="serve">Serves a connection, which is closed afterwards; the token is the test's end.</param>
    /// <param name="at">Where to listen; null for a free port of the loopback.</param>
    public LoopbackListener(Func<Socket, CancellationToken, Task> serve, EndPoint? at = null)
    {
        _serve = serve;
        at ??= new IPEndPoint(IPAddress.Loopback, 0);
        _listener = new Socket(at.AddressFamily, SocketType.Stream, at is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        _listener.Bind(at);
        _listener.Listen(1024);
        EndPoint = _listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public EndPoint EndPoint { get; }

    public int Port => ((IPEndPoint)EndPoint).Port;

    public Uri Url => new($"http://{EndPoint}");

    /// <summary>Connections accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>A port of the loopback on which nobody listens.</summary>
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
        _listener.Close();
        foreach (Socket socket in _open.Keys)
        {
            socket.Close(0);
        }
    }

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
        catch (Exception) when (_stop.IsCancellationRequested || _isDead)
        {
            // The end of the test or of the server; an accept that is cancelled as it begins may fail in its own words.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _accepted);
        _open[socket] = true;
        if (_isDead)
        {
            // Accepted while the others were being closed.
            socket.Close(0);
            return;
        }

        try
        {
            await _serve(socket, _stop.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or AuthenticationException)
        {
            // The client went away or would not shake hands, or the test is over: either is the end of this connection.
        }

        _open.TryRemove(socket, out _);
        socket.Dispose();
    }
}
