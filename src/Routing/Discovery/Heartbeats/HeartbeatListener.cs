using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Discovery.Heartbeats;

/// <summary>
/// The ROUTER socket at which P2pNccl and MoRI-IO workers of vLLM register themselves: <c>ZMTP 3.0</c> over TCP, see
/// <see cref="Zmtp.ZmtpReader"/>. Workers that fall silent are forgotten. Each connection is on its own: garbage, slowness or a huge frame
/// ends that one and no other. There is no authentication in the protocol; whoever can connect can add a worker.
/// </summary>
public sealed class HeartbeatListener : IAsyncDisposable
{
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_acceptRetry = TimeSpan.FromSeconds(1);

    private readonly HeartbeatOptions _options;
    private readonly TimeProvider _time;
    private readonly HeartbeatRegistry _registry;
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<HeartbeatConnection, Task> _connections = new();
    private ITimer? _sweeper;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Creates it; it listens from <see cref="Start"/> on.</summary>
    /// <param name="options">Where, and what is allowed.</param>
    /// <param name="apply">Takes all registered workers when they have changed: <c>s => fleet.Apply(WorkerSource.Heartbeat, s)</c>.</param>
    /// <param name="time">The clock.</param>
    public HeartbeatListener(HeartbeatOptions options, Action<IReadOnlyList<WorkerSettings>> apply, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _options = options;
        _time = time;
        _registry = new HeartbeatRegistry(options.Ttl, options.WorkersMax, apply, time);
        _socket = new Socket(options.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
    }

    /// <summary>Raised when a peer or its message is turned away; from many threads.</summary>
    public event Action<HeartbeatRefusal>? Refused;

    /// <summary>Where it listens, with the port that it got.</summary>
    public IPEndPoint Endpoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>How many workers are registered.</summary>
    public int WorkerCount => _registry.Count;

    /// <summary>How many connections are open.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="SocketException">The address cannot be had.</exception>
    public void Start()
    {
        if (_options.Endpoint.Address.Equals(IPAddress.IPv6Any))
        {
            _socket.DualMode = true;
        }

        _socket.Bind(_options.Endpoint);
        _socket.Listen();
        _sweeper = _time.CreateTimer(_ => Sweep(), null, s_sweepEvery, s_sweepEvery);
        _accepting = AcceptAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _accepting;
        foreach (HeartbeatConnection connection in _connections.Keys)
        {
            connection.Dispose();
        }

        await Task.WhenAll(_connections.Values);
        if (_sweeper is not null)
        {
            await _sweeper.DisposeAsync();
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Take(await _socket.AcceptAsync(_stop.Token));
            }
            catch (Exception e) when (_stop.IsCancellationRequested && e is (OperationCanceledException or ObjectDisposedException or SocketException))
            {
                return;
            }
            catch (SocketException e)
            {
                // No file descriptor left, most often: it may be better in a moment.
                Refused?.Invoke(new HeartbeatRefusal(null, $"a connection cannot be accepted: {e.Message}"));
                using var pause = new PeriodicTimer(s_acceptRetry, _time);
                await pause.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    private void Take(Socket socket)
    {
        if (_connections.Count >= _options.ConnectionsMax)
        {
            Refused?.Invoke(new HeartbeatRefusal(socket.RemoteEndPoint, $"the connection is closed: {_options.ConnectionsMax} are open already"));
            socket.Dispose();
            return;
        }

        var connection = new HeartbeatConnection(socket, _options, _time)
        {
            Register = _registry.TryRegister,
            Refuse = refusal => Refused?.Invoke(refusal),
        };

        // Entered before it runs, so that its end cannot come before its entry.
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = ServeAsync(connection, start.Task);
        start.SetResult();
    }

    private async Task ServeAsync(HeartbeatConnection connection, Task start)
    {
        await start;
        try
        {
            await connection.RunAsync();
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    private void Sweep()
    {
        _registry.Evict();
        foreach (HeartbeatConnection connection in _connections.Keys)
        {
            if (connection.IsOverdue)
            {
                connection.Dispose();
            }
        }
    }
}
