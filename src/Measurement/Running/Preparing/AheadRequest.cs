using System.Runtime.ExceptionServices;
using LoadGen.Transport.Http;
using LoadGen.Transport.Loops;

namespace LoadGen.Measurement.Running.Preparing;

/// <summary>
/// A request that is written before it is due, by the <see cref="Preparer"/>, or when it is due and the preparer has not come to it, by
/// whoever sends it. Who claims it first writes it, so that it is written once and never by two.
/// </summary>
internal abstract class AheadRequest
{
    private const int Open = 0;
    private const int Claimed = 1;
    private const int Wanted = 2;
    private const int Ready = 3;
    private const int Taken = 4;

    private readonly Preparer _preparer;
    private int _state;
    private Action? _whenReady;
    private Exception? _failure;
    private EventLoop? _loop;
    private Action? _resume;
    private TaskCompletionSource? _ready;

    protected AheadRequest(Preparer preparer) => _preparer = preparer;

    /// <summary>When it should be sent: what is due first is written first.</summary>
    public long DueNs { get; protected set; }

    /// <summary>The request's bytes, once it is taken; the taker's to give back.</summary>
    public HttpRequestBuffer? Buffer { get; private set; }

    /// <summary>It has been written ahead and taken: nobody else knows it any more, and it may be used for another request.</summary>
    public bool IsFree { get; private set; }

    /// <summary>Takes it for sending: it is written then, by this very call where nobody began to.</summary>
    /// <param name="whenReady">Called when it can be taken, where somebody is writing it at this moment; on any thread.</param>
    /// <returns>False when it is being written.</returns>
    public bool TryTake(Action whenReady)
    {
        if (Interlocked.CompareExchange(ref _state, Taken, Open) == Open)
        {
            Buffer = Written();
            return true;
        }

        Volatile.Write(ref _whenReady, whenReady);
        if (Interlocked.CompareExchange(ref _state, Wanted, Claimed) is Claimed or Wanted)
        {
            return false;
        }

        Volatile.Write(ref _state, Taken);
        _preparer.OnTaken(Buffer);
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        IsFree = true;
        return true;
    }

    /// <summary>As <see cref="TryTake"/>, for those on a loop who can wait for the writer.</summary>
    /// <param name="loop">The caller's, where it goes on.</param>
    public async Task TakeAsync(EventLoop loop)
    {
        _loop = loop;
        while (!TryTake(_resume ??= Resume))
        {
            // Resumed by way of the loop, so never before it is there to be told.
            await (_ready = new TaskCompletionSource()).Task;
        }
    }

    /// <summary>It will not be sent. What is written of it is given back.</summary>
    public void Abandon()
    {
        if (Interlocked.Exchange(ref _state, Taken) == Ready)
        {
            Drop();
        }
    }

    /// <summary>Writes it, unless it has been taken. The preparer's.</summary>
    public void Prepare()
    {
        if (Interlocked.CompareExchange(ref _state, Claimed, Open) != Open)
        {
            return;
        }

        try
        {
            Buffer = Written();
        }
        catch (Exception e)
        {
            // Told to whoever takes it, as if it had been written there.
            _failure = e;
        }

        _preparer.OnPrepared(Buffer);
        int seen = Interlocked.CompareExchange(ref _state, Ready, Claimed);
        if (seen == Wanted)
        {
            Action tell = _whenReady!;
            Volatile.Write(ref _state, Ready);
            tell();
        }
        else if (seen == Taken)
        {
            Drop();
        }
    }

    /// <summary>Makes the request's bytes. Called once, by whichever thread claimed it.</summary>
    protected abstract void Write(HttpRequestBuffer buffer);

    /// <summary>Begins again, for another request.</summary>
    protected void Renew(long dueNs)
    {
        DueNs = dueNs;
        Buffer = null;
        IsFree = false;
        Volatile.Write(ref _state, Open);
    }

    private void Resume() => _loop!.Post(() => _ready?.TrySetResult());

    private HttpRequestBuffer Written()
    {
        HttpRequestBuffer buffer = _preparer.Buffers.Rent();
        try
        {
            Write(buffer);
            return buffer;
        }
        catch
        {
            _preparer.Buffers.Return(buffer);
            throw;
        }
    }

    private void Drop()
    {
        _preparer.OnTaken(Buffer);
        if (Buffer is { } buffer)
        {
            _preparer.Buffers.Return(buffer);
        }
    }
}
