using System.Net;
using System.Net.Security;
using System.Text;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Http.Framework;

/// <summary>
/// HTTP/2 to one target through the framework's own client, behind the same seam as <see cref="HttpOrigin"/>. Connections, streams and frames are
/// the framework's; where to connect and whom to trust is ours, and so are limits, times and words. Thread-safe.
/// </summary>
/// <remarks>Times are taken in the program after a read returns; the kernel's times are out of reach here.</remarks>
public sealed class Http2Origin : IHttpOrigin
{
    private static readonly HttpRequestOptionsKey<Http2Exchange> ExchangeKey = new("loadgen.exchange");

    private readonly PinnedTarget _target;
    private readonly IMonotonicClock _clock;
    private readonly Deadlines _deadlines;
    private readonly FrameworkDialer _dialer;
    private readonly Http2Lane[] _lanes;
    private readonly Lock _lock = new();
    private readonly List<Http2Exchange> _rented = [];
    private readonly Dictionary<string, long> _addresses = [];
    private long _opened;
    private long _returned;
    private long _openers;
    private bool _isDisposed;

    /// <summary>Prepares; nothing is opened yet.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="options">Limits, trust, and in <see cref="TransportOptions.Http2Connections"/> how many connections.</param>
    /// <param name="clock">The clock of the stamps and of the limits.</param>
    /// <exception cref="ArgumentException">A certificate file is missing, unreadable, or holds no certificate.</exception>
    public Http2Origin(PinnedTarget target, TransportOptions options, IMonotonicClock clock)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        _target = target;
        _clock = clock;
        _deadlines = new Deadlines(options);
        _dialer = new FrameworkDialer(target, options, clock, SslApplicationProtocol.Http2);
        _lanes = [.. Enumerable.Range(0, options.Http2Connections ?? 1).Select(_ => new Http2Lane(Handler(options)))];
    }

    /// <summary>How bytes are received, as results name it.</summary>
    public static string Transport => "framework HTTP/2";

    /// <inheritdoc/>
    public long ConnectionsOpened => Interlocked.Read(ref _opened);

    /// <inheritdoc/>
    public long ConnectionsReused => Interlocked.Read(ref _returned) - Interlocked.Read(ref _openers);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> ConnectionsByAddress
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, long>(_addresses);
            }
        }
    }

    /// <summary>The target as messages name it.</summary>
    internal string Peer => _target.Display;

    /// <inheritdoc/>
    public ValueTask<IHttpConnection> RentAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_isDisposed || cancellation.IsCancellationRequested)
            {
                throw new TransportException(TransportError.Aborted, "the request was stopped by this side");
            }

            Http2Lane lane = _lanes.MinBy(l => l.Active)!;
            lane.Active++;
            var exchange = new Http2Exchange(this, lane, _deadlines, _clock) { Place = _rented.Count };
            _rented.Add(exchange);
            return new(exchange);
        }
    }

    /// <inheritdoc/>
    public void Return(IHttpConnection connection)
    {
        var exchange = (Http2Exchange)connection;
        lock (_lock)
        {
            if (exchange.Place < 0)
            {
                throw new InvalidOperationException("the exchange is not rented: it was returned twice");
            }

            Http2Exchange last = _rented[^1];
            _rented[exchange.Place] = last;
            last.Place = exchange.Place;
            _rented.RemoveAt(_rented.Count - 1);
            exchange.Place = -1;
            exchange.Lane.Active--;
            _returned++;
            _openers += exchange.WasReused ? 0 : 1;
        }

        _ = exchange.DisposeAsync().AsTask();
    }

    /// <inheritdoc/>
    public void AbortAll() => Array.ForEach(SnapshotRented(), e => e.Abort());

    /// <inheritdoc/>
    public long SweepDeadlines(long nowNs)
    {
        long safeUntilNs = Deadlines.After(nowNs, _deadlines.ShortestNs);
        if (safeUntilNs != long.MaxValue)
        {
            foreach (Http2Exchange exchange in SnapshotRented())
            {
                safeUntilNs = Math.Min(safeUntilNs, exchange.Expire(nowNs));
            }
        }

        return safeUntilNs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        AbortAll();
        Array.ForEach(_lanes, l => l.Dispose());
    }

    /// <summary>A request, but for its header fields.</summary>
    internal HttpRequestMessage Message(HttpRequestTemplate template, Http2Exchange exchange)
    {
        // As it stands in the template: what the user wrote is what is asked for.
        var asWritten = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var url = new Uri($"{(_target.IsTls ? "https" : "http")}://{_target.HostHeader}{template.PathAndQuery}", asWritten);
        var message = new HttpRequestMessage(new HttpMethod(template.Method), url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Options.Set(ExchangeKey, exchange);
        return message;
    }

    /// <summary>The header fields; those of the body are the content's.</summary>
    internal static void AddFields(HttpRequestBuffer request, HttpRequestMessage message)
    {
        foreach ((string name, string value) in request.Template.Fields)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (!request.OwnValue.IsEmpty && request.Template.OwnHeader is { } own)
        {
            message.Headers.TryAddWithoutValidation(own, Encoding.ASCII.GetString(request.OwnValue.Span));
        }
    }

    private SocketsHttpHandler Handler(TransportOptions options) => new()
    {
        // Without a number, further connections are opened as soon as the server's limit of streams is reached: no request waits unseen.
        EnableMultipleHttp2Connections = options.Http2Connections is null,
        ConnectCallback = ConnectAsync,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = options.IdleTimeout ?? Timeout.InfiniteTimeSpan,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        MaxResponseHeadersLength = Math.Max(1, options.MaxHeadBytes / 1024),
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        long startNs = _clock.NowNs;
        (Stream stream, ConnectionOpening opening) = await _dialer.ConnectAsync(cancellation);
        if (stream is SslStream tls && tls.NegotiatedApplicationProtocol != SslApplicationProtocol.Http2)
        {
            await stream.DisposeAsync();
            throw new TransportException(TransportError.TlsFailure, $"{_target.Display} does not speak HTTP/2 over TLS (it chose no h2 by ALPN); use --http 1.1 or --http auto");
        }

        Interlocked.Increment(ref _opened);
        lock (_lock)
        {
            _addresses[opening.Address] = _addresses.GetValueOrDefault(opening.Address) + 1;
        }

        if (context.InitialRequestMessage.Options.TryGetValue(ExchangeKey, out Http2Exchange? exchange))
        {
            exchange.OnOpened(opening, _clock.NowNs - startNs);
        }

        return stream;
    }

    // Aborting runs other code, which may come back here: never under the lock.
    private Http2Exchange[] SnapshotRented()
    {
        lock (_lock)
        {
            return [.. _rented];
        }
    }
}
