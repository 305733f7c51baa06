using System.Buffers;

namespace LoadGen.Transport.Connections;

/// <summary>
/// The seam of the room: connect, send bytes, and a stream of stamped reads. Everything above (HTTP, SSE, the APIs) sees
/// a network only through this type, so the engine underneath can be replaced without touching them.
/// </summary>
/// <remarks>
/// At most one send and one read may be under way at a time. <see cref="Abort"/> may be called from any thread at any time.
/// Failures are thrown as <see cref="TransportException"/>.
/// </remarks>
public abstract class Connection : IDisposable
{
    /// <summary>Sends all of <paramref name="bytes"/>.</summary>
    /// <returns>The monotonic time in ns just before the first byte was handed to the kernel (or to TLS).</returns>
    public abstract ValueTask<long> SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>
    /// Waits for bytes. The result's buffer holds every byte received and not yet consumed; after each read,
    /// <see cref="AdvanceTo"/> must be called before the next.
    /// </summary>
    public abstract ValueTask<StampedRead> ReadAsync();

    /// <summary>Gives back the bytes before <paramref name="consumed"/>; what follows is in the next read's buffer again.</summary>
    public abstract void AdvanceTo(SequencePosition consumed);

    /// <summary>Ends the connection at once: a pending operation fails. Idempotent and thread-safe.</summary>
    public abstract void Abort();

    /// <summary>
    /// Says that nothing more will be sent, and goes on reading: a server sees that its client has left, and what it had already answered
    /// still comes. Ends the connection where one side alone cannot be ended. On the owner's thread only.
    /// </summary>
    public virtual void EndSend() => Abort();

    /// <summary>How it came about.</summary>
    public ConnectionOpening Opening { get; init; } = ConnectionOpening.Unknown;

    /// <summary>True when the peer is known to have closed, or has sent bytes nobody asked for: an idle connection in this state must not be reused.</summary>
    public abstract bool IsStale { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the connection's socket and buffers.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>One read from a connection.</summary>
/// <param name="Buffer">Every byte received and not yet consumed. Empty only together with <paramref name="IsEnd"/>.</param>
/// <param name="StampNs">Monotonic time in ns, taken when the newest bytes of the buffer were read and before anything looked at them.</param>
/// <param name="IsEnd">The peer closed its side: no more bytes will come.</param>
public readonly record struct StampedRead(ReadOnlySequence<byte> Buffer, long StampNs, bool IsEnd);

/// <summary>Opens connections to one pinned target.</summary>
public interface IConnector
{
    /// <summary>Opens a connection, TLS handshake included. Fails with <see cref="TransportException"/>.</summary>
    ValueTask<Connection> ConnectAsync(CancellationToken cancellation);
}
