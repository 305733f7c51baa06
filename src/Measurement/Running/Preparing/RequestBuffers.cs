using LoadGen.Transport.Http;

namespace LoadGen.Measurement.Running.Preparing;

/// <summary>Requests' buffers in waiting: written on one thread, sent on another. Holds as many as were ever in use at once. Thread-safe.</summary>
internal sealed class RequestBuffers(HttpRequestTemplate template) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<HttpRequestBuffer> _idle = new();

    /// <summary>An empty buffer.</summary>
    public HttpRequestBuffer Rent()
    {
        lock (_lock)
        {
            if (_idle.TryPop(out HttpRequestBuffer? buffer))
            {
                return buffer;
            }
        }

        return new HttpRequestBuffer(template);
    }

    /// <summary>Takes a buffer back. A large one's memory goes back to the pool.</summary>
    public void Return(HttpRequestBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        buffer.Reset();
        lock (_lock)
        {
            _idle.Push(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            while (_idle.TryPop(out HttpRequestBuffer? buffer))
            {
                buffer.Dispose();
            }
        }
    }
}
