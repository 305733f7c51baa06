using LoadGen.Simulation.Pacing;

namespace LoadGen.Simulation.Streams;

/// <summary>A response that does not stream: nothing until its last token is due.</summary>
internal sealed class DelayedResponse : PacedRequest
{
    private readonly long _tokens;
    private readonly Func<long>? _awaitedNs;
    private long _sent;

    public DelayedResponse(IPacerInbox pacer, long dueNs, long tokens)
        : base(pacer)
    {
        DueNs = dueNs;
        _tokens = tokens;
    }

    /// <summary>A response whose time is not known yet: it is to be submitted again when it is.</summary>
    public DelayedResponse(IPacerInbox pacer, Func<long> awaitedNs, long tokens)
        : base(pacer)
    {
        _awaitedNs = awaitedNs;
        _tokens = tokens;
    }

    /// <inheritdoc/>
    public override long TokensSent => _sent;

    /// <inheritdoc/>
    protected override long AwaitedNs() => _awaitedNs?.Invoke() ?? Agenda.Never;

    /// <inheritdoc/>
    protected override long RunDue(long nowNs, PacerTotals totals)
    {
        totals.Tokens += _tokens;
        _sent = _tokens;
        return End(PacedOutcome.Done);
    }
}
