using LoadGen.Transport.Http;

namespace LoadGen.Measurement.Running.Preparing;

/// <summary>
/// Writes requests before they are due, on a thread of its own, what is due first coming first, then what came first: a prompt of 100,000 tokens takes a
/// millisecond, and a dataset's record has to be read and counted, which no event loop has the time for. What it does not come to is
/// written when it is due, by whoever sends it. Thread-safe.
/// </summary>
internal sealed class Preparer : IDisposable
{
    /// <summary>No further body is begun while so many bytes wait to be sent.</summary>
    public const long MostBytes = 64L << 20;

    /// <summary>Nothing is given to it longer than this before it is due: bodies that wait cost memory.</summary>
    public const long LeadNs = 500_000_000;

    private readonly object _gate = new();
    private readonly PriorityQueue<AheadRequest, (long DueNs, long Number)> _queue = new();
    private readonly long _mostBytes;
    private Thread? _thread;
    private long _heldBytes;
    private long _added;
    private bool _isIdle;
    private bool _isOver;

    /// <param name="buffers">Where the bytes go.</param>
    /// <param name="mostBytes">Bytes that may wait.</param>
    public Preparer(RequestBuffers buffers, long mostBytes = MostBytes) => (Buffers, _mostBytes) = (buffers, mostBytes);

    /// <summary>Where the bytes go.</summary>
    public RequestBuffers Buffers { get; }

    /// <summary>Bytes of bodies that were written ahead and wait to be sent.</summary>
    public long HeldBytes => Interlocked.Read(ref _heldBytes);

    /// <summary>Has a request written, soon.</summary>
    public void Add(AheadRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _queue.Enqueue(request, (request.DueNs, _added++));
            if (_thread is null)
            {
                _thread = new Thread(PrepareAll) { IsBackground = true, Name = "preparer" };
                _thread.Start();
            }
            else if (_isIdle)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>A request has been written.</summary>
    public void OnPrepared(HttpRequestBuffer? buffer) => Interlocked.Add(ref _heldBytes, buffer?.BodyBytes ?? 0);

    /// <summary>A request that was written is being sent, or never will be.</summary>
    public void OnTaken(HttpRequestBuffer? buffer)
    {
        int bytes = buffer?.BodyBytes ?? 0;
        long left = Interlocked.Add(ref _heldBytes, -bytes);
        if (left < _mostBytes && left + bytes >= _mostBytes)
        {
            lock (_gate)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Ends the thread after what it is writing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _queue.Clear();
            Monitor.Pulse(_gate);
        }

        _thread?.Join();
    }

    private void PrepareAll()
    {
        while (Next() is { } request)
        {
            request.Prepare();
        }
    }

    private AheadRequest? Next()
    {
        lock (_gate)
        {
            while (!_isOver && (_queue.Count == 0 || HeldBytes >= _mostBytes))
            {
                _isIdle = true;
                Monitor.Wait(_gate);
                _isIdle = false;
            }

            return _isOver ? null : _queue.Dequeue();
        }
    }
}
