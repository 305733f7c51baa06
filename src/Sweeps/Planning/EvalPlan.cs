namespace LoadGen.Sweeps.Planning;

/// <summary>One evaluation of a point's engine, after the point.</summary>
public sealed record EvalPlan
{
    /// <summary>The task: unique in its point, a legal file name.</summary>
    public required string Name { get; init; }

    /// <summary>The words behind <c>loadgen</c>, without those that are known when the engine serves: address, folder.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>SHA-256, hex, of everything that decides the answers: the point's own fingerprint, the words, the contents of the files. Equal: need not be asked again.</summary>
    public required string Fingerprint { get; init; }
}
