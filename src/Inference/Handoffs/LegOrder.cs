namespace LoadGen.Inference.Handoffs;

/// <summary>When the two legs of a pair are sent.</summary>
public enum LegOrder
{
    /// <summary>Prefill first; decode's request needs its reply, or at least its end.</summary>
    PrefillFirst,

    /// <summary>Both at once: prefill answers only when decode has taken the cache, so waiting for it would never end.</summary>
    Concurrent,
}
