namespace LoadGen.Routing.Pairs;

/// <summary>One side of a request.</summary>
public enum Leg
{
    /// <summary>The request to the prefill worker.</summary>
    Prefill,

    /// <summary>The request to the decode worker.</summary>
    Decode,

    /// <summary>The request to an aggregated worker, or to a decode worker that owns the prompt.</summary>
    Whole,
}
