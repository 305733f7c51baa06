namespace LoadGen.Tokenization.Sampling;

/// <summary>How near a sampled prompt came.</summary>
/// <param name="TargetTokens">The length asked for, the template's tokens included.</param>
/// <param name="Tokens">The length it has, counted on the whole prompt.</param>
/// <param name="Attempts">How often it was encoded.</param>
public readonly record struct PromptSample(int TargetTokens, int Tokens, int Attempts)
{
    /// <summary>Tokens too many; negative: too few. 0 is exact.</summary>
    public int MismatchTokens => Tokens - TargetTokens;
}
