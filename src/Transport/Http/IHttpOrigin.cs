namespace LoadGen.Transport.Http;

/// <summary>
/// The connections to one target, whatever version of HTTP they speak: a way for a request is rented, used and returned. <see cref="HttpOrigin"/>
/// is HTTP/1.1 over our own transport, <see cref="Framework.Http2Origin"/> HTTP/2 over the framework's.
/// </summary>
public interface IHttpOrigin : IDisposable
{
    /// <summary>Connections established so far.</summary>
    long ConnectionsOpened { get; }

    /// <summary>Requests sent on a connection that was there before.</summary>
    long ConnectionsReused { get; }

    /// <summary>Connections established so far, by what was connected to.</summary>
    IReadOnlyDictionary<string, long> ConnectionsByAddress { get; }

    /// <summary>A way for one request.</summary>
    /// <exception cref="TransportException">There is none; <see cref="TransportError.Aborted"/> when cancelled.</exception>
    ValueTask<IHttpConnection> RentAsync(CancellationToken cancellation);

    /// <summary>The request is over.</summary>
    void Return(IHttpConnection connection);

    /// <summary>Ends every request under way: its pending operation throws <see cref="TransportError.Aborted"/>.</summary>
    void AbortAll();

    /// <summary>Ends every request that has passed a time limit.</summary>
    /// <returns>Until when no request can pass one; <see cref="long.MaxValue"/> without limits.</returns>
    long SweepDeadlines(long nowNs);
}

/// <summary>The way of one request to its target and of the response back.</summary>
public interface IHttpConnection
{
    /// <summary>The request went out on a connection that was there before. Certain once the request is sent.</summary>
    bool WasReused { get; }

    /// <summary>How the connection came about.</summary>
    Connections.ConnectionOpening Opening { get; }

    /// <summary>How long its opening took, ns; of a connection that was there before it says nothing of this request.</summary>
    long ConnectNs { get; }

    /// <summary>How long the request waited inside the send, for a free stream of a connection or for one that another request opened, ns.</summary>
    long WaitNs { get; }

    /// <summary>The send failed before anything of the request left: no connection came about for it.</summary>
    bool NeverSent { get; }

    /// <summary>The send or the response failed because the server had closed an idle connection: it may be sent once more.</summary>
    bool MaySendAgain { get; }

    /// <summary>Sends a whole request.</summary>
    /// <returns>The monotonic time in ns just before it was handed over.</returns>
    /// <exception cref="TransportException">It could not be sent, or a limit or the owner ended it.</exception>
    ValueTask<long> SendAsync(HttpRequestBuffer request);

    /// <summary>Reads its response.</summary>
    /// <exception cref="TransportException">The response broke, or a limit or the owner ended it.</exception>
    ValueTask ReceiveAsync(IHttpResponseHandler handler);
}
