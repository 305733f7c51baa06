using LoadGen.Transport.Connections;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Http;

/// <summary>The keep-alive connections to one target: rented for a request, returned after it, newest first. Thread-safe.</summary>
/// <remarks>It limits nothing: how many requests run at once is the workload's matter, and a queue here would be hidden waiting.</remarks>
public sealed class HttpOrigin : IHttpOrigin
{
    private readonly IConnector _connector;
    private readonly TransportOptions _options;
    private readonly IMonotonicClock _clock;
    private readonly Deadlines _deadlines;
    private readonly long _idleNsMax;
    private readonly Lock _lock = new();
    private readonly List<HttpConnection> _idle = [];
    private readonly List<HttpConnection> _rented = [];
    private readonly Dictionary<string, long> _addresses = [];
    private long _opened;
    private long _reused;
    private bool _isDisposed;

    /// <summary>Creates an empty pool.</summary>
    /// <param name="connector">Opens the connections.</param>
    /// <param name="options">Limits.</param>
    /// <param name="clock">The clock of the stamps and of the limits.</param>
    public HttpOrigin(IConnector connector, TransportOptions options, IMonotonicClock clock)
    {
        _connector = connector;
        _options = options;
        _clock = clock;
        _deadlines = new Deadlines(options);
        _idleNsMax = options.IdleTimeout is { } limit ? Nanoseconds.Of(limit) : long.MaxValue;
    }

    /// <summary>Connections established so far.</summary>
    public long ConnectionsOpened => Interlocked.Read(ref _opened);

    /// <summary>Connections established so far, by what was connected to.</summary>
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

    /// <summary>Rents that were served by an idle connection.</summary>
    public long ConnectionsReused => Interlocked.Read(ref _reused);

    /// <summary>Connections that wait for their next request.</summary>
    public int IdleConnections
    {
        get
        {
            lock (_lock)
            {
                return _idle.Count;
            }
        }
    }

    /// <summary>Connections with a request under way.</summary>
    public int RentedConnections
    {
        get
        {
            lock (_lock)
            {
                return _rented.Count;
            }
        }
    }

    /// <summary>The newest idle connection that is neither stale nor too old, else a new one.</summary>
    /// <exception cref="TransportException">No connection could be established; <see cref="TransportError.Aborted"/> when cancelled.</exception>
    public ValueTask<HttpConnection> RentAsync(CancellationToken cancellation)
    {
        while (TakeIdle() is { } connection)
        {
            if (!IsTooOld(connection, _clock.NowNs) && !connection.IsStale && TryMarkRented(connection, isReuse: true))
            {
                Interlocked.Increment(ref _reused);
                return new(connection);
            }

            connection.Dispose();
        }

        return OpenAsync(cancellation);
    }

    async ValueTask<IHttpConnection> IHttpOrigin.RentAsync(CancellationToken cancellation) => await RentAsync(cancellation);

    void IHttpOrigin.Return(IHttpConnection connection) => Return((HttpConnection)connection);

    /// <summary>A new connection, whatever is idle: after an idle one has turned out to be closed by the server.</summary>
    /// <exception cref="TransportException">As <see cref="RentAsync"/>.</exception>
    public ValueTask<HttpConnection> RentNewAsync(CancellationToken cancellation) => OpenAsync(cancellation);

    /// <summary>Takes a connection back: kept when it can be reused, else closed.</summary>
    public void Return(HttpConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        bool isKept;
        lock (_lock)
        {
            UnmarkRented(connection);
            isKept = connection.CanReuse && !_isDisposed;
            if (isKept)
            {
                connection.IdleSinceNs = _clock.NowNs;
                _idle.Add(connection);
            }
        }

        if (!isKept)
        {
            connection.Dispose();
        }
    }

    /// <summary>Aborts every rented connection: their pending operations throw <see cref="TransportError.Aborted"/>.</summary>
    public void AbortAll()
    {
        foreach (HttpConnection connection in SnapshotRented())
        {
            connection.Abort();
        }
    }

    /// <summary>
    /// Ends every request that has passed its first-byte, stall or whole-request limit; its pending operation throws the fitting
    /// <see cref="TransportException"/>. One sweep costs less than a timer for each of a thousand reads, and a limit is exceeded by at
    /// most the time until the next.
    /// </summary>
    /// <returns>Until when no request can pass a limit, not even one that starts meanwhile; <see cref="long.MaxValue"/> without limits.</returns>
    public long SweepDeadlines(long nowNs)
    {
        long safeUntilNs = Deadlines.After(nowNs, _deadlines.ShortestNs);
        if (safeUntilNs != long.MaxValue)
        {
            foreach (HttpConnection connection in SnapshotRented())
            {
                safeUntilNs = Math.Min(safeUntilNs, connection.Expire(nowNs));
            }
        }

        return safeUntilNs;
    }

    /// <summary>Closes the connections that have been idle for longer than <see cref="TransportOptions.IdleTimeout"/>.</summary>
    public void CloseIdle(long nowNs)
    {
        // Returned last, used first: the oldest are at the beginning.
        HttpConnection[] old;
        lock (_lock)
        {
            int count = 0;
            while (count < _idle.Count && IsTooOld(_idle[count], nowNs))
            {
                count++;
            }

            old = count == 0 ? [] : [.. _idle.Take(count)];
            _idle.RemoveRange(0, count);
        }

        Array.ForEach(old, c => c.Dispose());
    }

    /// <summary>Closes the idle connections and aborts the rented ones, which are closed when they come back.</summary>
    public void Dispose()
    {
        HttpConnection[] idle;
        lock (_lock)
        {
            _isDisposed = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        Array.ForEach(idle, c => c.Dispose());
        AbortAll();
    }

    private async ValueTask<HttpConnection> OpenAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _isDisposed))
        {
            throw Stopped();
        }

        long startNs = _clock.NowNs;
        Connection wire = await _connector.ConnectAsync(cancellation);
        var connection = new HttpConnection(wire, _options, _deadlines, _clock, startNs, _clock.NowNs);
        Interlocked.Increment(ref _opened);
        lock (_lock)
        {
            _addresses[wire.Opening.Address] = _addresses.GetValueOrDefault(wire.Opening.Address) + 1;
        }

        if (TryMarkRented(connection, isReuse: false))
        {
            return connection;
        }

        connection.Dispose();
        throw Stopped();
    }

    private bool IsTooOld(HttpConnection connection, long nowNs) => nowNs - connection.IdleSinceNs > _idleNsMax;

    private static TransportException Stopped() => new(TransportError.Aborted, "the request was stopped by this side");

    private HttpConnection? TakeIdle()
    {
        lock (_lock)
        {
            if (_idle.Count == 0)
            {
                return null;
            }

            HttpConnection newest = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return newest;
        }
    }

    private bool TryMarkRented(HttpConnection connection, bool isReuse)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return false;
            }

            connection.WasReused = isReuse;
            connection.RentedIndex = _rented.Count;
            _rented.Add(connection);
            return true;
        }
    }

    // The last one takes the free place, so that a return costs the same at any number of connections.
    private void UnmarkRented(HttpConnection connection)
    {
        int place = connection.RentedIndex;
        if (place < 0)
        {
            throw new InvalidOperationException("the connection is not rented: it was returned twice");
        }

        HttpConnection last = _rented[^1];
        _rented[place] = last;
        last.RentedIndex = place;
        _rented.RemoveAt(_rented.Count - 1);
        connection.RentedIndex = -1;
    }

    // Aborting runs other code, which may come back here: never under the lock.
    private HttpConnection[] SnapshotRented()
    {
        lock (_lock)
        {
            return [.. _rented];
        }
    }
}
