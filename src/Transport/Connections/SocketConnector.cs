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
            : await DialAnyAsync(limit.Token, either.Token, cancellation);
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
            throw Stopped(e, byCaller: cancellation.IsCancellationRequested, step);
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
            throw Stopped(e, byCaller: cancellation.IsCancellationRequested, "the connection to");
        }
    }

    // As Go's dialer does: an address that swallows packets gets an equal share of the time left, so that the next one has a chance.
    private async ValueTask<(LoopSocket Socket, int Place)> DialAnyAsync(CancellationToken limit, CancellationToken either, CancellationToken cancellation)
    {
        long start = _time.GetTimestamp();
        IReadOnlyList<IPAddress> addresses = _target.Addresses;
        TransportException? failure = null;
        for (int i = 0; i < addresses.Count; i++)
        {
            TimeSpan share = _limit is { } whole
                ? Max(TimeSpan.FromMilliseconds(1), (whole - _time.GetElapsedTime(start)) / (addresses.Count - i))
                : Timeout.InfiniteTimeSpan;
            using var attempt = new CancellationTokenSource(share, _time);
            using var any = CancellationTokenSource.CreateLinkedTokenSource(either, attempt.Token);
            try
            {
                return (await _dialer(addresses[i], _target.DialPort, any.Token), i);
            }
            catch (SocketException e)
            {
                failure = ConnectFailure.Of(e, _target);
            }
            catch (OperationCanceledException e)
            {
                failure = Stopped(e, byCaller: cancellation.IsCancellationRequested, "the connection to");
                if (cancellation.IsCancellationRequested || limit.IsCancellationRequested)
                {
                    break;
                }
            }
        }

        throw failure!;
    }

    private TransportException Stopped(OperationCanceledException e, bool byCaller, string what) => byCaller
        ? new(TransportError.Aborted, $"{what} {_target.Display} was stopped before it was established", e)
        : ConnectFailure.TimedOut(_target, what, _limit, e);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
