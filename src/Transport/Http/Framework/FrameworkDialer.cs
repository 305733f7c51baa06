using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Http.Framework;

/// <summary>Opens the connections of the framework's client as our own transport opens its: pinned addresses, Unix sockets, proxies, trust, limits and words.</summary>
internal sealed class FrameworkDialer
{
    // Timers count to 2^32 − 2 ms; a limit beyond that limits nothing.
    private static readonly TimeSpan LongestLimit = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly PinnedTarget _target;
    private readonly IMonotonicClock _clock;
    private readonly TlsClient? _tls;
    private readonly SourceAddresses _sources;
    private readonly AddressTrial _trial;
    private readonly TimeSpan? _limit;

    /// <param name="target">Where to.</param>
    /// <param name="options">Limits and trust.</param>
    /// <param name="clock">The clock of the steps' times.</param>
    /// <param name="protocols">What is offered by ALPN.</param>
    public FrameworkDialer(PinnedTarget target, TransportOptions options, IMonotonicClock clock, params List<SslApplicationProtocol> protocols)
    {
        _target = target;
        _clock = clock;
        _tls = target.IsTls ? new TlsClient(target, options, protocols) : null;
        _sources = new SourceAddresses(options.SourceAddresses);
        _limit = options.ConnectTimeout <= LongestLimit ? options.ConnectTimeout : null;
        _trial = new AddressTrial(target, TimeProvider.System, _limit);
    }

    /// <summary>Opens a connection, TLS handshake included.</summary>
    /// <exception cref="TransportException">It could not be established.</exception>
    public async Task<(Stream Stream, ConnectionOpening Opening)> ConnectAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_limit ?? Timeout.InfiniteTimeSpan);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        long startNs = _clock.NowNs;
        (Socket socket, int place) = await DialAsync(limit.Token, either.Token, cancellation);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        long dialledNs = _clock.NowNs;
        var opening = new ConnectionOpening(_target.UnixSocket is null ? new IPEndPoint(_target.Addresses[place], _target.DialPort).ToString() : _target.Display)
        {
            DialNs = dialledNs - startNs,
        };
        string step = "the tunnel through";
        try
        {
            if (_tls is null)
            {
                return (stream, opening);
            }

            if (_target.Proxy is not null)
            {
                await ProxyTunnel.OpenAsync(stream, _target, either.Token);
            }

            long tunnelledNs = _clock.NowNs;
            step = "the TLS handshake with";
            Stream secured = await _tls.HandshakeAsync(stream, either.Token);
            return (secured, opening with { ProxyNs = _target.Proxy is null ? 0 : tunnelledNs - dialledNs, TlsNs = _clock.NowNs - tunnelledNs });
        }
        catch (OperationCanceledException e)
        {
            await stream.DisposeAsync();
            throw _trial.Stopped(e, cancellation.IsCancellationRequested, step);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<(Socket Socket, int Place)> DialAsync(CancellationToken limited, CancellationToken either, CancellationToken caller)
    {
        if (_target.UnixSocket is not { } path)
        {
            return await _trial.RunAsync(DialTcpAsync, limited, either, caller);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), either);
            return (socket, 0);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw ConnectFailure.OfUnix(e, path);
        }
        catch (OperationCanceledException e)
        {
            socket.Dispose();
            throw _trial.Stopped(e, caller.IsCancellationRequested, "the connection to");
        }
    }

    private async ValueTask<Socket> DialTcpAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (NextSource(address) is { } source)
            {
                socket.Bind(new IPEndPoint(source, 0));
            }

            await socket.ConnectAsync(new IPEndPoint(address, port), cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The framework opens connections on several threads.
    private IPAddress? NextSource(IPAddress address)
    {
        lock (_sources)
        {
            return _sources.Next(address.AddressFamily);
        }
    }
}
