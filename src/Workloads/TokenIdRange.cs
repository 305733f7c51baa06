namespace LoadGen.Workloads;

/// <summary>The token ids prompts are made of: <see cref="Size"/> consecutive ids from <see cref="First"/> on.</summary>
internal readonly record struct TokenIdRange(int First, int Size)
{
    /// <summary>
    /// Tokenizers that keep their control tokens at the front keep them under this id: Mistral's Tekken has 1,000 of them, Gemma
    /// about 100, Llama 2 and DeepSeek a handful. A control or image token inside a random prompt makes some engines refuse it.
    /// </summary>
    public const int SafeFirst = 1000;

    /// <summary>Under this size a vocabulary is a toy, and cutting its first ids off would do more harm than good.</summary>
    public const int SmallestCutVocabulary = 8000;

    /// <summary>The ids of a vocabulary that are used: [first, vocabulary size).</summary>
    public static TokenIdRange Of(int vocabularySize, int? firstTokenId)
    {
        if (vocabularySize < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(vocabularySize), vocabularySize, $"The vocabulary size is {vocabularySize}; it must be at least 2.");
        }

        int first = firstTokenId ?? (vocabularySize >= SmallestCutVocabulary ? SafeFirst : 0);
        if (first < 0 || first > vocabularySize - 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstTokenId), first, $"The first token id is {first}; it must lie in 0..{vocabularySize - 2} for a vocabulary of {vocabularySize}.");
        }

        return new TokenIdRange(first, vocabularySize - first);
    }

    /// <summary>
    /// The id for 32 random bits, by multiply and shift. Its bias is under size / 2^32, which for a vocabulary of 200,000 is 0.005%.
    /// </summary>
    public int Pick(uint bits) => First + (int)(((ulong)bits * (uint)Size) >> 32);

    /// <summary>As a result document says it.</summary>
    public override string ToString() => $"token ids {First}..{First + Size - 1}";
}
