using LoadGen.Transport.Connections;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Support;

/// <summary>
/// An in-memory connection: what the peer sends is scripted piece by piece. It shares everything above the socket with the real
/// ones. A piece is one receive; when the script runs out a receive waits for the next piece, the end, or an abort. The lock stands
/// for the loop's thread: one thing happens at a time.
/// </summary>
internal sealed class ScriptedConnection : PipedConnection
{
    private readonly Lock _lock = new();
    private readonly Queue<ReadOnlyMemory<byte>> _pieces = new();
    private readonly IMonotonicClock _clock;
    private bool _hasEnded;
    private Exception? _failure;

    public ScriptedConnection(IMonotonicClock? clock = null, TransportOptions? options = null)
        : this(options ?? TransportOptions.Default, clock ?? new ManualClock())
    {
    }

    private ScriptedConnection(TransportOptions options, IMonotonicClock clock)
        : base(BufferOptions(options), clock, "scripted:80") => _clock = clock;

    public List<byte[]> Sent { get; } = [];

    /// <summary>Thrown by the next send.</summary>
    public Exception? SendFailure { get; set; }

    /// <summary>What sends wait for.</summary>
    public Task HoldSends { get; set; } = Task.CompletedTask;

    public new bool IsClosed => base.IsClosed;

    /// <summary>A receive is waiting for bytes.</summary>
    public bool IsReceiving
    {
        get
        {
            lock (_lock)
            {
                return IsReading;
            }
        }
    }

    protected override bool HasUnreadBytes => _pieces.Count > 0 || _hasEnded || _failure is not null;

    public static ScriptedConnection Playing(params byte[][] pieces)
    {
        var connection = new ScriptedConnection();
        Array.ForEach(pieces, p => connection.Push(p));
        return connection.End();
    }

    public ScriptedConnection Push(string text) => Push(Wire.Bytes(text));

    public ScriptedConnection Push(ReadOnlyMemory<byte> piece) => Change(() => _pieces.Enqueue(piece));

    public ScriptedConnection End() => Change(() => _hasEnded = true);

    public ScriptedConnection Fail(Exception failure) => Change(() => _failure = failure);

    /// <summary>Lends a piece to a waiting read, as a loop does, and nothing else: allocates nothing.</summary>
    public void Deliver(ReadOnlyMemory<byte> piece) => Received(piece, _clock.NowNs);

    public override ValueTask<StampedRead> ReadAsync()
    {
        lock (_lock)
        {
            return base.ReadAsync();
        }
    }

    public override void AdvanceTo(SequencePosition consumed)
    {
        lock (_lock)
        {
            base.AdvanceTo(consumed);
        }
    }

    public override void Abort()
    {
        lock (_lock)
        {
            if (!IsClosed)
            {
                MarkClosed();
                if (IsReading)
                {
                    Failed(WireFailure.Closed(Peer));
                }
            }
        }
    }

    protected override void BeginReceive() => Play();

    protected override ValueTask TransmitAsync(ReadOnlyMemory<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (SendFailure is { } failure)
        {
            throw failure;
        }

        Sent.Add(bytes.ToArray());
        return new(HoldSends);
    }

    protected override void Dispose(bool disposing) => Abort();

    private ScriptedConnection Change(Action change)
    {
        lock (_lock)
        {
            change();
            if (IsReading)
            {
                Play();
            }
        }

        return this;
    }

    // The next piece of the script, if there is one.
    private void Play()
    {
        if (_pieces.TryDequeue(out ReadOnlyMemory<byte> piece))
        {
            piece.CopyTo(GetBuffer(piece.Length));
            Received(piece.Length, _clock.NowNs);
        }
        else if (_failure is not null)
        {
            Failed(WireFailure.OfReceive(_failure, Peer, IsClosed));
        }
        else if (_hasEnded)
        {
            Ended(_clock.NowNs);
        }
    }
}
