using System.ComponentModel;
using LoadGen.Routing.Pairs;

namespace LoadGen.Routing.Health;

/// <summary>What a leg's outcome says of its worker.</summary>
internal enum OutcomeVerdict
{
    /// <summary>The worker works.</summary>
    Success,

    /// <summary>The worker does not.</summary>
    Failure,

    /// <summary>Nothing about the worker.</summary>
    Nothing,
}

/// <summary>Which outcomes a breaker counts.</summary>
internal static class OutcomeVerdicts
{
    /// <summary>Judges an outcome.</summary>
    /// <remarks>
    /// What the router ended itself, and what the client got wrong, is not the worker's doing: however many clients abort, no breaker
    /// opens. Nor does <see cref="LegOutcome.Overloaded"/> count. A worker without room says so to shed load, and it does so when its
    /// peers are full too: to take it out would give its share to them, open their breakers one after another, and turn a busy hour into
    /// an outage. The queue and the policies act on load; a worker that answers 503 because it is dying fails its probes.
    /// </remarks>
    public static OutcomeVerdict Of(LegOutcome outcome) => outcome switch
    {
        LegOutcome.Completed => OutcomeVerdict.Success,
        LegOutcome.ServerError or LegOutcome.ConnectFailed or LegOutcome.Broken or LegOutcome.Stalled or LegOutcome.Malformed
            => OutcomeVerdict.Failure,
        LegOutcome.Rejected or LegOutcome.Overloaded or LegOutcome.PeerFailed or LegOutcome.ClientGone or LegOutcome.Cancelled
            => OutcomeVerdict.Nothing,
        _ => throw new InvalidEnumArgumentException(nameof(outcome), (int)outcome, typeof(LegOutcome)),
    };
}
