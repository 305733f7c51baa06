using LoadGen.Simulation.Pacing;

namespace LoadGen.Simulation.Streams;

/// <summary>A response that does not stream: nothing until its last token is due.</summary>
internal sealed class DelayedResponse : PacedRequest
{
    private readonly int _tokens;

    public DelayedResponse(IPacerInbox pacer, long dueNs, int tokens)
        : base(pacer)
    {
        DueNs = dueNs;
        _tokens = tokens;
    }

    /// <inheritdoc/>
    protected override long RunDue(long nowNs, PacerTotals totals)
    {
        totals.Tokens += _tokens;
        return End(PacedOutcome.Done);
    }
}
