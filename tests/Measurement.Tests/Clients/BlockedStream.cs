namespace LoadGen.Measurement.Tests.Clients;

/// <summary>
/// A connection whose reader goes on on the thread that delivers, as sockets do where completions are inlined, and whose writes can be held up.
/// </summary>
internal sealed class BlockedStream : Stream
{
    private readonly Lock _gate = new();
    private readonly Queue<byte> _arrived = new();
    private readonly ManualResetEventSlim _mayWrite = new(initialState: true);
    private readonly TaskCompletionSource _isHeldUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _more = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Done when a write waits.</summary>
    public Task IsHeldUp => _isHeldUp.Task;

    public void HoldUp() => _mayWrite.Reset();

    public void LetGo() => _mayWrite.Set();

    /// <summary>Something arrives; the reader goes on within this call.</summary>
    public void Deliver(byte[] bytes)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            Array.ForEach(bytes, _arrived.Enqueue);
            (waiting, _more) = (_more, new TaskCompletionSource());
        }

        waiting.SetResult();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                int count = 0;
                while (count < buffer.Length && _arrived.TryDequeue(out byte next))
                {
                    buffer.Span[count++] = next;
                }

                if (count > 0 || buffer.Length == 0)
                {
                    return count;
                }

                more = _more.Task;
            }

            await more.ConfigureAwait(false);
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!_mayWrite.IsSet)
        {
            _isHeldUp.TrySetResult();
            _mayWrite.Wait();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is kept back.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
