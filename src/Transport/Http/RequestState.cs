namespace LoadGen.Transport.Http;

/// <summary>
/// Whether a request is under way on a connection, and why the connection ended. One word, changed by compare-and-swap, because the
/// sweep and Ctrl-C race with completion: the number of the request in it keeps a late sweep from ending the next request instead.
/// </summary>
internal struct RequestState
{
    private const long PhaseMask = 0xff;
    private const long OneRequest = 0x100;
    private const long Idle = 0;
    private const long Active = 1;
    private const long Broken = 2;

    // Broken + 1 + error: ended by this side, for that reason.
    private const long FirstReason = 3;

    private long _word;

    /// <summary>No request is under way and the connection has not ended.</summary>
    public bool IsIdle => (Volatile.Read(ref _word) & PhaseMask) == Idle;

    /// <summary>Why this side ended the connection; null when it did not.</summary>
    public TransportError? Reason
    {
        get
        {
            long phase = Volatile.Read(ref _word) & PhaseMask;
            return phase >= FirstReason ? (TransportError)(phase - FirstReason) : null;
        }
    }

    /// <summary>Idle → active. False when the connection has ended.</summary>
    public bool TryBegin()
    {
        long word = Volatile.Read(ref _word);
        return (word & PhaseMask) == Idle && Swap(word, ((word & ~PhaseMask) + OneRequest) | Active);
    }

    /// <summary>Active → idle, when a response is complete. False when the connection ended meanwhile.</summary>
    public bool TryFinish()
    {
        long word = Volatile.Read(ref _word);
        return (word & PhaseMask) == Active && Swap(word, word & ~PhaseMask);
    }

    /// <summary>Active → broken, when a response failed by itself. A reason given meanwhile stays.</summary>
    public void Break()
    {
        long word = Volatile.Read(ref _word);
        if ((word & PhaseMask) == Active)
        {
            Swap(word, (word & ~PhaseMask) | Broken);
        }
    }

    /// <summary>Any state but an ended one → ended for <paramref name="reason"/>. False when it had ended before.</summary>
    public bool TryEnd(TransportError reason)
    {
        while (true)
        {
            long word = Volatile.Read(ref _word);
            if ((word & PhaseMask) >= Broken)
            {
                return false;
            }

            if (Swap(word, Ended(word, reason)))
            {
                return true;
            }
        }
    }

    /// <summary>Takes a snapshot of an active request, for <see cref="TryExpire"/>. False when none is under way.</summary>
    public bool TrySnapshot(out long snapshot)
    {
        snapshot = Volatile.Read(ref _word);
        return (snapshot & PhaseMask) == Active;
    }

    /// <summary>Ends the request of the snapshot; false when it is no longer under way.</summary>
    public bool TryExpire(long snapshot, TransportError reason) => Swap(snapshot, Ended(snapshot, reason));

    private static long Ended(long word, TransportError reason) => (word & ~PhaseMask) | (FirstReason + (long)reason);

    private bool Swap(long from, long to) => Interlocked.CompareExchange(ref _word, to, from) == from;
}
