using LoadGen.Simulation.Pacing;

namespace LoadGen.Simulation.Streams;

/// <summary>How the paced part of a request ended.</summary>
internal enum PacedOutcome
{
    /// <summary>All that was planned was done.</summary>
    Done,

    /// <summary>The client went, or the engine is shutting down.</summary>
    Aborted,
}

/// <summary>A request while it is on a pacer's agenda; its handler awaits <see cref="Completion"/>.</summary>
internal abstract class PacedRequest(IPacerInbox pacer) : IPaced
{
    // The handler must go on elsewhere: the pacer's thread has other streams to serve.
    private readonly TaskCompletionSource<PacedOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _cancelRequested;
    private long _dueNs = Agenda.Never;

    /// <inheritdoc/>
    public long DueNs
    {
        get => _dueNs != Agenda.Never ? _dueNs : AwaitedNs();
        protected set => _dueNs = value;
    }

    /// <inheritdoc/>
    public bool CancelRequested => _cancelRequested;

    /// <summary>Ends when the pacer is through with the request and will touch it no more.</summary>
    public Task<PacedOutcome> Completion => _completion.Task;

    /// <summary>Output tokens sent so far; to be read once <see cref="Completion"/> has ended.</summary>
    public abstract long TokensSent { get; }

    /// <summary>True once <see cref="Completion"/> has ended.</summary>
    protected bool IsOver => _completion.Task.IsCompleted;

    /// <summary>Puts the request on the pacer's agenda, at first or again.</summary>
    public void Submit() => pacer.Submit(this);

    /// <summary>Ends it early. From any thread; <see cref="Completion"/> ends when the pacer has seen it.</summary>
    public void Cancel()
    {
        _cancelRequested = true;
        pacer.Submit(this);
    }

    /// <inheritdoc/>
    public void Abort() => End(PacedOutcome.Aborted);

    /// <inheritdoc/>
    public long Run(long nowNs, PacerTotals totals)
    {
        if (IsOver)
        {
            return Agenda.Never;
        }

        if (_cancelRequested)
        {
            return End(PacedOutcome.Aborted);
        }

        long next = RunDue(nowNs, totals);

        // One that waits keeps the due time it will come back with: what it waits for may have brought it back before this line.
        if (next != Agenda.Never)
        {
            DueNs = next;
        }

        return next;
    }

    /// <summary>The due time of one that waits for something, should it have come.</summary>
    protected virtual long AwaitedNs() => Agenda.Never;

    /// <summary>Does what is due; the request is neither over nor cancelled.</summary>
    protected abstract long RunDue(long nowNs, PacerTotals totals);

    /// <summary>Ends it; for <c>return</c> from <see cref="RunDue"/>.</summary>
    protected long End(PacedOutcome outcome)
    {
        _completion.TrySetResult(outcome);
        return Agenda.Never;
    }
}
