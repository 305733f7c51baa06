using LoadGen.Tokenization.Splitting;

namespace LoadGen.Tokenization.Reading;

/// <summary>What tiktoken has in its code and not in its files: pattern and special tokens of each encoding.</summary>
/// <remarks>Source: <c>tiktoken_ext/openai_public.py</c>.</remarks>
internal sealed record RankEncoding(string Name, string Pattern, (string Content, int Id)[] SpecialTokens)
{
    private const string EndOfText = "<|endoftext|>";

    private static readonly RankEncoding[] s_known =
    [
        new("o200k_base", O200kFinder.Pattern, [(EndOfText, 199999), ("<|endofprompt|>", 200018)]),
        new("o200k_harmony", O200kFinder.Pattern,
        [
            ("<|startoftext|>", 199998), (EndOfText, 199999), ("<|return|>", 200002), ("<|constrain|>", 200003), ("<|channel|>", 200005),
            ("<|start|>", 200006), ("<|end|>", 200007), ("<|message|>", 200008), ("<|call|>", 200012), ("<|endofprompt|>", 200018),
        ]),
        new("cl100k_base", Cl100kFinder.TiktokenPattern,
        [
            (EndOfText, 100257), ("<|fim_prefix|>", 100258), ("<|fim_middle|>", 100259), ("<|fim_suffix|>", 100260), ("<|endofprompt|>", 100276),
        ]),
        new("p50k_base", Gpt2Finder.Pattern, [(EndOfText, 50256)]),
        new("r50k_base", Gpt2Finder.Pattern, [(EndOfText, 50256)]),
    ];

    /// <summary>The encoding that a pattern names, or that has this pattern; without one, that the file's name is of.</summary>
    /// <exception cref="TokenizerException">Neither says which.</exception>
    public static RankEncoding Find(string file, string? pattern)
    {
        if (pattern is not null)
        {
            return s_known.FirstOrDefault(known => known.Name == pattern) ?? new RankEncoding("the pattern given", pattern, []);
        }

        string name = Path.GetFileNameWithoutExtension(file);
        return s_known.FirstOrDefault(known => known.Name == name)
            ?? throw new TokenizerException(file, $"a file of ranks does not say how text is cut: name it as its encoding ({string.Join(", ", s_known.Select(k => k.Name))}), or give a pattern");
    }
}
