namespace LoadGen.Verdicts.Evidence;

/// <summary>Something about an evidence archive that is not as it should be.</summary>
/// <param name="Where">What: a member such as <c>records.jsonl</c>, a header, the archive.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record EvidenceFinding(string Where, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() => OneLine.Of($"{Where}: {Problem}");
}

/// <summary>The file is no evidence archive, or cannot be read.</summary>
public sealed class EvidenceException(string message, Exception? inner = null) : Exception(message, inner);
