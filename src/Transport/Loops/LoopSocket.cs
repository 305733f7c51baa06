using System.Net;
using System.Net.Sockets;
using LoadGen.Transport.Loops.Native;

namespace LoadGen.Transport.Loops;

/// <summary>
/// A TCP or Unix socket owned by one <see cref="EventLoop"/>: what arrives is handed to its receiver. Used on the loop's thread only, but for
/// <see cref="Close"/>.
/// </summary>
internal sealed class LoopSocket
{
    // A listener's queue of Unix connections tells nobody when it has room again.
    private const long FullQueueRetryNs = 1_000_000;

    private static uint s_lastSerial;

    private readonly EventLoop _loop;
    private ISocketReceiver? _receiver;
    private TaskCompletionSource? _writable;
    private bool _isOver;
    private bool _isClosed;
    private bool _isPaused;

    private LoopSocket(EventLoop loop, int descriptor)
    {
        _loop = loop;
        Descriptor = descriptor;
        Serial = Interlocked.Increment(ref s_lastSerial);
    }

    /// <summary>The file descriptor.</summary>
    public int Descriptor { get; }

    /// <summary>Tells this socket from a later one in the same slot.</summary>
    public uint Serial { get; }

    /// <summary>Its place in the poller; −1 when it is not watched.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Stamp of the newest read: the next one cannot be older.</summary>
    public long LastStampNs { get; set; }

    /// <summary>Somebody takes what arrives.</summary>
    public bool IsReceiving => _receiver is not null && !_isClosed;

    /// <summary>Nothing is read for now: what arrives stays in the kernel, and its sender waits when that is full.</summary>
    public bool IsPaused
    {
        get => _isPaused;
        set
        {
            if (_isPaused != value)
            {
                _isPaused = value;
                if (Slot >= 0 && !_isClosed)
                {
                    _loop.Poller.Change(this, Interest);
                }
            }
        }
    }

    // What the poller watches for.
    private uint Interest => (_writable is null ? 0 : Libc.EpollOut) | (_receiver is null || _isPaused ? 0 : Libc.EpollIn);

    /// <summary>Connects, from a source address where one is given.</summary>
    /// <exception cref="SocketException">The system's reason.</exception>
    /// <exception cref="OperationCanceledException">Told to stop.</exception>
    public static async ValueTask<LoopSocket> ConnectAsync(EventLoop loop, IPAddress address, int port, IPAddress? source, CancellationToken cancellation)
    {
        await loop.SwitchTo();
        cancellation.ThrowIfCancellationRequested();
        var socket = new LoopSocket(loop, Tcp.Open(address.AddressFamily));
        try
        {
            if (source is not null)
            {
                Tcp.BindSource(socket.Descriptor, source);
            }

            if (!Tcp.Connect(socket.Descriptor, address, port))
            {
                await socket.WaitWritableAsync(cancellation);
                Tcp.ThrowPendingError(socket.Descriptor);
            }

            return socket;
        }
        catch
        {
            socket.Close();
            throw;
        }
    }

    /// <summary>Connects to a Unix socket, as soon as its listener's queue has room.</summary>
    /// <exception cref="SocketException">The system's reason.</exception>
    /// <exception cref="OperationCanceledException">Told to stop.</exception>
    public static async ValueTask<LoopSocket> ConnectUnixAsync(EventLoop loop, string path, CancellationToken cancellation)
    {
        await loop.SwitchTo();
        cancellation.ThrowIfCancellationRequested();
        var socket = new LoopSocket(loop, UnixSockets.Open());
        try
        {
            while (!UnixSockets.TryConnect(socket.Descriptor, path))
            {
                await LoopWait.UntilAsync(loop, loop.Clock.NowNs + FullQueueRetryNs, cancellation);
            }

            return socket;
        }
        catch
        {
            socket.Close();
            throw;
        }
    }

    /// <summary>Hands everything that arrives from now on to <paramref name="receiver"/>.</summary>
    public void Start(ISocketReceiver receiver)
    {
        _receiver = receiver;
        if (Slot >= 0)
        {
            _loop.Poller.Change(this, Libc.EpollIn);
        }
        else
        {
            _loop.Poller.Add(this, Libc.EpollIn);
        }
    }

    /// <summary>Sends all of the bytes.</summary>
    /// <exception cref="SocketException">The system's reason.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        int sent = Tcp.Send(Descriptor, bytes.Span);
        return sent == bytes.Length ? default : SendRestAsync(bytes[sent..]);
    }

    /// <summary>Tells the peer that nothing more will be sent. A connection that is gone already is none of the caller's worry: its reads say so.</summary>
    public void EndSend()
    {
        if (!_isClosed)
        {
            _ = Libc.Shutdown(Descriptor, Libc.ShutdownSend);
        }
    }

    /// <summary>A receive would not wait: the peer closed, or sent bytes that are still unread. One system call.</summary>
    public bool HasUnreadBytes() => _isClosed || Tcp.HasUnreadBytes(Descriptor);

    /// <summary>Closes the socket. A pending send fails; the receiver hears nothing more. Idempotent, any thread; on another than the loop's it takes effect soon.</summary>
    public void Close()
    {
        if (!_loop.IsCurrent)
        {
            _loop.Post(Close);
            return;
        }

        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _loop.Poller.Remove(this);
        _ = Libc.Close(Descriptor);
        FailWriter();
    }

    /// <summary>The poller says that there is room to send again, or that the connection stands.</summary>
    internal void OnWritable()
    {
        if (_writable is { } writable)
        {
            _writable = null;
            if (_isOver)
            {
                _loop.Poller.Remove(this);
            }
            else if (_receiver is not null)
            {
                _loop.Poller.Change(this, Interest);
            }

            writable.TrySetResult();
        }
    }

    /// <summary>Nothing more will arrive: watched no longer, since a level-triggered end would be reported forever.</summary>
    /// <param name="error">The system's error number; 0 for an orderly end.</param>
    internal void OnOver(int error)
    {
        ISocketReceiver receiver = _receiver!;
        _receiver = null;
        _isOver = true;
        _loop.Poller.Remove(this);
        if (_writable is not null)
        {
            _loop.Poller.Add(this, Libc.EpollOut);
        }

        if (error == 0)
        {
            receiver.OnEnd(_loop.Clock.NowNs);
        }
        else
        {
            receiver.OnFailure(error);
        }
    }

    internal void Deliver(ReadOnlyMemory<byte> bytes, long stampNs) => _receiver!.OnData(bytes, stampNs);

    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            await WaitWritableAsync(default);
            ObjectDisposedException.ThrowIf(_isClosed, this);
            rest = rest[Tcp.Send(Descriptor, rest.Span)..];
        }
    }

    private async Task WaitWritableAsync(CancellationToken cancellation)
    {
        var writable = new TaskCompletionSource();
        _writable = writable;
        if (Slot >= 0)
        {
            _loop.Poller.Change(this, Interest);
        }
        else
        {
            _loop.Poller.Add(this, Interest);
        }

        await using CancellationTokenRegistration stop = cancellation.UnsafeRegister(
            (_, token) => _loop.Post(() => writable.TrySetCanceled(token)), null);
        await writable.Task;
    }

    // Later, not now: whoever waits may run code that must not run inside a Close.
    private void FailWriter()
    {
        if (_writable is { } writable)
        {
            _writable = null;
            _loop.Post(() => writable.TrySetException(new ObjectDisposedException(nameof(LoopSocket))));
        }
    }
}
