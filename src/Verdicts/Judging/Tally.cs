namespace LoadGen.Verdicts.Judging;

/// <summary>What was counted for an objective on a share.</summary>
/// <param name="N">How many were judged.</param>
/// <param name="Overruns">Those that did not keep to the bound.</param>
/// <param name="Counts">What they are: <c>requests</c>, <c>windows</c>, <c>questions</c>.</param>
internal sealed record Tally(int N, int Overruns, string Counts)
{
    /// <summary>Overruns that did not complete.</summary>
    public int Failed { get; init; }

    /// <summary>Completed ones without a value.</summary>
    public int WithoutValue { get; init; }

    /// <summary>The value that is held against the bound; null where there is none.</summary>
    public double? Seen { get; init; }

    /// <summary>It is a percentile: a pass rests on at least as many as would let one overrun pass.</summary>
    public bool HasFloor { get; init; }
}
