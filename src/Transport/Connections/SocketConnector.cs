using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using LoadGen.Transport.Loops;

namespace LoadGen.Transport.Connections;

/// <summary>Opens TCP, Unix or TLS connections of one event loop to a pinned target, trying its addresses in order.</summary>
public sealed class SocketConnector : IConnector
{
    // Timers count to 2^32 − 2 ms, 49.7 days; a limit beyond that limits nothing.
    private static readonly TimeSpan LongestLimit = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly PinnedTarget _target;
    private readonly EventLoop _loop;
    private readonly PipeOptions _buffers;
    private readonly TlsClient? _tls;
    private readonly string[] _peers;
    private readonly Dialer _dialer;
    private readonly AddressTrial _trial;
    private readonly TimeProvider _time;
    private readonly TimeSpan? _limit;

    /// <summary>Prepares connections to <paramref name="target"/>; nothing is opened yet.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="options">Limits and trust.</param>
    /// <param name="loop">Owns the connections: they are used on its thread only.</param>
    /// <exception cref="ArgumentException">The CA file is missing, unreadable, or holds no certificate.</exception>
    public SocketConnector(PinnedTarget target, TransportOptions options, EventLoop loop)
        : this(target, options, loop, DialerOf(loop, options), TimeProvider.System)
    {
    }

    internal SocketConnector(PinnedTarget target, TransportOptions options, EventLoop loop, Dialer dialer, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        _target = target;
        _loop = loop;
        _dialer = dialer;
        _time = time;
        _limit = options.ConnectTimeout <= LongestLimit ? options.ConnectTimeout : null;
        _trial = new AddressTrial(target, time, _limit);
        _buffers = PipedConnection.BufferOptions(options);
        _peers = target.UnixSocket is not null ? [target.Display] : [.. target.Addresses.Select(a => new IPEndPoint(a, target.DialPort).ToString())];
        _tls = target.IsTls ? new TlsClient(target, options) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<Connection> ConnectAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_limit ?? Timeout.InfiniteTimeSpan, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);

        long startNs = _loop.Clock.NowNs;
        (LoopSocket socket, int place) = _target.UnixSocket is { } path
            ? (await DialUnixAsync(path, either.Token, cancellation), 0)
            : await _trial.RunAsync((address, port, any) => _dialer(address, port, any), limit.Token, either.Token, cancellation);
        long dialledNs = _loop.Clock.NowNs;
        var opening = new ConnectionOpening(_peers[place]) { DialNs = dialledNs - startNs };
        if (_tls is null)
        {
            return new LoopConnection(_loop, socket, _buffers, _target.Display) { Opening = opening };
        }

        string step = "the TLS handshake with";
        try
        {
            var wire = new LoopStream(_loop, socket);
            if (_target.Proxy is not null)
            {
                step = "the tunnel through";
                await ProxyTunnel.OpenAsync(wire, _target, either.Token);
                step = "the TLS handshake with";
                opening = opening with { ProxyNs = _loop.Clock.NowNs - dialledNs };
            }

            SslStream stream = await _tls.HandshakeAsync(wire, either.Token);
            return new TlsConnection(_loop, wire, stream, _buffers, _target.Display)
            {
                Opening = opening with { TlsNs = _loop.Clock.NowNs - dialledNs - opening.ProxyNs },
            };
        }
        catch (OperationCanceledException e)
        {
            socket.Close();
            throw _trial.Stopped(e, cancellation.IsCancellationRequested, step);
        }
        catch
        {
            socket.Close();
            throw;
        }
    }

    // Source addresses take turns; the loops need no common count, since each spreads its own connections evenly.
    private static Dialer DialerOf(EventLoop loop, TransportOptions options)
    {
        var sources = new SourceAddresses(options.SourceAddresses);
        return (address, port, cancellation) => LoopSocket.ConnectAsync(loop, address, port, sources.Next(address.AddressFamily), cancellation);
    }

    private async ValueTask<LoopSocket> DialUnixAsync(string path, CancellationToken either, CancellationToken cancellation)
    {
        try
        {
            return await LoopSocket.ConnectUnixAsync(_loop, path, either);
        }
        catch (SocketException e)
        {
            throw ConnectFailure.OfUnix(e, path);
        }
        catch (OperationCanceledException e)
        {
            throw _trial.Stopped(e, cancellation.IsCancellationRequested, "the connection to");
        }
    }
}
