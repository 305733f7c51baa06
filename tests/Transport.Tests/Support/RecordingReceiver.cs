using System.Buffers;
using LoadGen.Transport.Loops;

namespace LoadGen.Transport.Tests.Support;

/// <summary>Keeps what a socket is told. Used on the loop.</summary>
internal sealed class RecordingReceiver(EventLoop loop) : ISocketReceiver
{
    private readonly ArrayBufferWriter<byte> _body = new();
    private Func<bool> _isAwaited = () => false;
    private TaskCompletionSource _reached = new();

    public byte[] Bytes => _body.WrittenSpan.ToArray();

    public int Length => _body.WrittenCount;

    public List<long> Stamps { get; } = [];

    /// <summary>The loop's clock at each delivery.</summary>
    public List<long> SeenNs { get; } = [];

    public int Ends { get; private set; }

    public List<int> Errors { get; } = [];

    /// <summary>Run on each delivery.</summary>
    public Action? OnDelivery { get; set; }

    public void OnData(ReadOnlyMemory<byte> bytes, long stampNs)
    {
        SeenNs.Add(loop.Clock.NowNs);
        Stamps.Add(stampNs);
        _body.Write(bytes.Span);
        OnDelivery?.Invoke();
        Look();
    }

    public void OnEnd(long stampNs)
    {
        Ends++;
        Look();
    }

    public void OnFailure(int error)
    {
        Errors.Add(error);
        Look();
    }

    /// <summary>Waits until so many bytes have come in all.</summary>
    public Task ReceivedAsync(long bytes) => WhenAsync(() => Length >= bytes);

    /// <summary>Waits until the end or a failure has come.</summary>
    public Task OverAsync() => WhenAsync(() => Ends + Errors.Count > 0);

    // One wait at a time. What follows it never runs inside the read.
    private Task WhenAsync(Func<bool> isAwaited)
    {
        _isAwaited = isAwaited;
        _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Look();
        return _reached.Task;
    }

    private void Look()
    {
        if (_isAwaited())
        {
            _reached.TrySetResult();
        }
    }
}
