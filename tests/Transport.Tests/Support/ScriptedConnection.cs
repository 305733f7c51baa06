using System.Threading.Tasks.Sources;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Support;

/// <summary>
/// An in-memory connection: what the peer sends is scripted piece by piece. It shares everything above the socket with the real
/// ones. A piece is one receive; when the script runs out a receive waits for the next piece, the end, or an abort.
/// </summary>
internal sealed class ScriptedConnection : PipedConnection, IValueTaskSource<int>
{
    private readonly Lock _lock = new();
    private readonly Queue<ReadOnlyMemory<byte>> _pieces = new();
    private ManualResetValueTaskSourceCore<int> _pending;
    private Memory<byte> _target;
    private bool _isWaiting;
    private bool _hasEnded;
    private Exception? _failure;

    public ScriptedConnection(IMonotonicClock? clock = null, TransportOptions? options = null)
        : base(BufferOptions(options ?? TransportOptions.Default), clock ?? new ManualClock(), "scripted:80")
    {
    }

    public List<byte[]> Sent { get; } = [];

    /// <summary>Thrown by the next send.</summary>
    public Exception? SendFailure { get; set; }

    /// <summary>What sends wait for.</summary>
    public Task HoldSends { get; set; } = Task.CompletedTask;

    public bool IsClosed { get; private set; }

    /// <summary>A receive is waiting for bytes.</summary>
    public bool IsReceiving
    {
        get
        {
            lock (_lock)
            {
                return _isWaiting;
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

    /// <summary>Delivers a piece to a waiting receive and nothing else: allocates nothing.</summary>
    public void Deliver(ReadOnlyMemory<byte> piece)
    {
        piece.CopyTo(_target);
        _isWaiting = false;
        _pending.SetResult(piece.Length);
    }

    int IValueTaskSource<int>.GetResult(short token)
    {
        try
        {
            return _pending.GetResult(token);
        }
        finally
        {
            _pending.Reset();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _pending.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _pending.OnCompleted(continuation, state, token, flags);

    protected override ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        lock (_lock)
        {
            if (!IsClosed && TryTake(buffer, out int count))
            {
                return new(count);
            }

            if (_failure is not null)
            {
                return ValueTask.FromException<int>(_failure);
            }

            _target = buffer;
            _isWaiting = true;
            return new(this, _pending.Version);
        }
    }

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

    protected override void Close()
    {
        IsClosed = true;
        Fail(new ObjectDisposedException("socket"));
    }

    private ScriptedConnection Change(Action change)
    {
        int count = 0;
        Exception? failure = null;
        lock (_lock)
        {
            change();
            if (!_isWaiting)
            {
                return this;
            }

            if (!TryTake(_target, out count))
            {
                failure = _failure;
            }

            _isWaiting = false;
        }

        if (failure is null)
        {
            _pending.SetResult(count);
        }
        else
        {
            _pending.SetException(failure);
        }

        return this;
    }

    // A piece longer than the buffer takes several receives, as on a socket.
    private bool TryTake(Memory<byte> buffer, out int count)
    {
        count = 0;
        if (!_pieces.TryDequeue(out ReadOnlyMemory<byte> piece))
        {
            return _hasEnded && !IsClosed;
        }

        count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        if (count < piece.Length)
        {
            ReadOnlyMemory<byte>[] later = [.. _pieces];
            _pieces.Clear();
            _pieces.Enqueue(piece[count..]);
            Array.ForEach(later, _pieces.Enqueue);
        }

        return true;
    }
}
