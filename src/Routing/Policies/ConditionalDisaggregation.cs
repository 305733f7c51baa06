namespace LoadGen.Routing.Policies;

/// <summary>Decides whether a request needs a prefill worker at all, or goes straight to its decode worker, which then owns the prompt.</summary>
/// <remarks>A short prefill delays the decode worker's own streams less than a hand-off delays the request.</remarks>
public sealed class ConditionalDisaggregation
{
    /// <summary>The prompt is short.</summary>
    public const string ShortPrompt = "short";

    /// <summary>The prompt is long, but the decode worker has enough of it cached.</summary>
    public const string CachedPrompt = "cached";

    /// <summary>Prefill and decode each have their worker.</summary>
    public const string SplitPrompt = "split";

    /// <summary>Creates it.</summary>
    /// <param name="maxLocalPrefillTokens">The most uncached prompt tokens that a decode worker is given; 0: none.</param>
    public ConditionalDisaggregation(long maxLocalPrefillTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLocalPrefillTokens);
        MaxLocalPrefillTokens = maxLocalPrefillTokens;
    }

    /// <summary>The most uncached prompt tokens that a decode worker is given.</summary>
    public long MaxLocalPrefillTokens { get; }

    /// <summary>Decides.</summary>
    /// <param name="promptTokens">Estimated prompt tokens.</param>
    /// <param name="cachedTokens">Those that the picked decode worker probably has (<see cref="Pick.CachedTokens"/>).</param>
    public Disaggregation Decide(long promptTokens, long cachedTokens)
    {
        // Even a prompt that seems to be cached wholly is estimated: with 0 nothing goes straight to decode.
        if (MaxLocalPrefillTokens == 0)
        {
            return new Disaggregation(true, SplitPrompt);
        }

        if (promptTokens <= MaxLocalPrefillTokens)
        {
            return new Disaggregation(false, ShortPrompt);
        }

        return promptTokens - cachedTokens <= MaxLocalPrefillTokens
            ? new Disaggregation(false, CachedPrompt)
            : new Disaggregation(true, SplitPrompt);
    }
}

/// <summary>What <see cref="ConditionalDisaggregation"/> decided.</summary>
/// <param name="Splits">The request needs a prefill worker.</param>
/// <param name="Reason">As metrics label it: <c>short</c>, <c>cached</c> or <c>split</c>.</param>
public readonly record struct Disaggregation(bool Splits, string Reason);
