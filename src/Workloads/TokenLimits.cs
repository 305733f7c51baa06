namespace LoadGen.Workloads;

/// <summary>What is refused as a slip of the keyboard before memory is taken for it.</summary>
internal static class TokenLimits
{
    /// <summary>Twice the longest context any model claims (10 million, Llama 4 Scout); a prompt of it takes 80 MB of ids.</summary>
    public const int MaxTokens = 20_000_000;
}
