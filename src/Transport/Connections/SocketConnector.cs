using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Connections;

/// <summary>Opens TCP or TLS connections to a pinned target, trying its addresses in order.</summary>
public sealed class SocketConnector : IConnector
{
    // Timers count to 2^32 − 2 ms, 49.7 days; a limit beyond that limits nothing.
    private static readonly TimeSpan LongestLimit = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly PinnedTarget _target;
    private readonly IMonotonicClock _clock;
    private readonly PipeOptions _buffers;
    private readonly TlsClient? _tls;
    private readonly Dialer _dialer;
    private readonly TimeProvider _time;
    private readonly TimeSpan? _limit;

    /// <summary>Prepares connections to <paramref name="target"/>; nothing is opened yet.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="options">Limits and trust.</param>
    /// <param name="clock">The clock of the stamps.</param>
    /// <exception cref="ArgumentException">The CA file is missing, unreadable, or holds no certificate.</exception>
    public SocketConnector(PinnedTarget target, TransportOptions options, IMonotonicClock clock)
        : this(target, options, clock, Dialing.ConnectAsync, TimeProvider.System)
    {
    }

    internal SocketConnector(PinnedTarget target, TransportOptions options, IMonotonicClock clock, Dialer dialer, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        _target = target;
        _clock = clock;
        _dialer = dialer;
        _time = time;
        _limit = options.ConnectTimeout <= LongestLimit ? options.ConnectTimeout : null;
        _buffers = PipedConnection.BufferOptions(options);
        _tls = target.IsTls ? new TlsClient(target, options) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<Connection> ConnectAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_limit ?? Timeout.InfiniteTimeSpan, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);

        Socket socket = await DialAnyAsync(limit.Token, either.Token, cancellation);
        if (_tls is null)
        {
            return new SocketConnection(socket, _buffers, _clock, _target.Display);
        }

        try
        {
            SslStream stream = await _tls.HandshakeAsync(socket, either.Token);
            return new TlsConnection(socket, stream, _buffers, _clock, _target.Display);
        }
        catch (OperationCanceledException e)
        {
            socket.Dispose();
            throw Stopped(e, byCaller: cancellation.IsCancellationRequested, "the TLS handshake with");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // As Go's dialer does: an address that swallows packets gets an equal share of the time left, so that the next one has a chance.
    private async ValueTask<Socket> DialAnyAsync(CancellationToken limit, CancellationToken either, CancellationToken cancellation)
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
                return await _dialer(addresses[i], _target.Port, any.Token);
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
