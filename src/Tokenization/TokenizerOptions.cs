namespace LoadGen.Tokenization;

/// <summary>What a file of ranks (<c>.tiktoken</c>) does not say of itself. A tokenizer.json needs none of it.</summary>
public sealed record TokenizerOptions
{
    /// <summary>
    /// How text is cut: the name of an encoding (<c>o200k_base</c>, <c>o200k_harmony</c>, <c>cl100k_base</c>, <c>p50k_base</c>, <c>r50k_base</c>), which
    /// brings its special tokens, or a regular expression. Null: by the name of the file.
    /// </summary>
    public string? Pattern { get; init; }
}
