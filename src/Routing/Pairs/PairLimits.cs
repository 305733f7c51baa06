using LoadGen.Routing.Admission;
using LoadGen.Routing.Policies;

namespace LoadGen.Routing.Pairs;

/// <summary>What pairs may do; changed as a whole while the router runs.</summary>
internal sealed record PairLimits
{
    /// <summary>Limits of the legs.</summary>
    public LegSettings Legs { get; init; } = LegSettings.Default;

    /// <summary>Most pairs asked for one request.</summary>
    public int AttemptsMax { get; init; } = 2;

    /// <summary>The pause before another pair is asked.</summary>
    public RetryDelay Delay { get; init; } = new(TimeSpan.FromMilliseconds(25), TimeSpan.FromSeconds(1));

    /// <summary>Which requests need a prefill worker.</summary>
    public ConditionalDisaggregation Conditional { get; init; } = new(0);
}
