using System.Buffers;
using System.Threading.Channels;
using LoadGen.Routing.Observability.Metrics;

namespace LoadGen.Routing.Observability.Logging;

/// <summary>
/// The access log: one JSON line a request, written by a task of its own. <see cref="Write"/> never waits: when the queue is full because
/// the output is slow, lines are dropped and counted. An output that fails (a full disk) loses the lines of that write, which are counted
/// too; the next ones are tried again.
/// </summary>
public sealed class AccessLog : IAsyncDisposable
{
    // At 10,000 requests a second, most of a second; an entry takes some 300 bytes.
    private const int DefaultQueueMax = 8_192;

    // One write of this many bytes, or less when no more lines wait.
    private const int BatchBytes = 65_536;

    private readonly Channel<AccessLogEntry> _queue;
    private readonly Stream _output;
    private readonly OutputSeries _counts;
    private readonly Task _writing;

    /// <summary>Starts the log.</summary>
    /// <param name="output">Where lines go; stays open.</param>
    /// <param name="metrics">Counts the lines.</param>
    /// <param name="queueMax">Entries that wait to be written, at most.</param>
    public AccessLog(Stream output, RouterMetrics metrics, int queueMax = DefaultQueueMax)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentOutOfRangeException.ThrowIfLessThan(queueMax, 1);
        _output = output;
        _counts = metrics.LogLines;
        _queue = Channel.CreateBounded<AccessLogEntry>(new BoundedChannelOptions(queueMax)
        {
            FullMode = BoundedChannelFullMode.Wait,   // so that a failed TryWrite tells of the full queue
            SingleReader = true,
        });
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Why the last write failed; null where it did not.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>Hands an entry over. False where it was dropped.</summary>
    public bool Write(AccessLogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_queue.Writer.TryWrite(entry))
        {
            return true;
        }

        _counts.Dropped.Increment();
        return false;
    }

    /// <summary>Writes what waits, and flushes the output.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAllAsync()
    {
        using var line = new AccessLogLine();
        var buffer = new ArrayBufferWriter<byte>(BatchBytes);
        while (await _queue.Reader.WaitToReadAsync())
        {
            int lines = 0;
            while (buffer.WrittenCount < BatchBytes && _queue.Reader.TryRead(out AccessLogEntry? entry))
            {
                line.Write(entry, buffer);
                lines++;
            }

            await WriteAsync(buffer.WrittenMemory, lines);
            buffer.ResetWrittenCount();
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, int lines)
    {
        try
        {
            await _output.WriteAsync(bytes);
            await _output.FlushAsync();
            _counts.Done.Add(lines);
            LastFailure = null;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException or NotSupportedException)
        {
            _counts.Failed.Add(lines);
            LastFailure = e;
        }
    }
}
