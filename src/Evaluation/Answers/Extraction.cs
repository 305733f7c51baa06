namespace LoadGen.Evaluation.Answers;

/// <summary>What was found in an answer.</summary>
/// <param name="Text">The answer as it stands there; null where nothing was found.</param>
/// <param name="IsStrict">It stands in the form that was asked for.</param>
public readonly record struct Extraction(string? Text, bool IsStrict)
{
    /// <summary>Nothing.</summary>
    public static Extraction None => default;
}
