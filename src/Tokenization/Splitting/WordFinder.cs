namespace LoadGen.Tokenization.Splitting;

/// <summary>Words, and runs of what is neither word nor blank: <c>\w+|[^\w\s]+</c>.</summary>
internal sealed class WordFinder : PieceFinder
{
    public override bool TryFind(ReadOnlySpan<byte> text, FinderScratch scratch, int from, out int start, out int end)
    {
        // A joiner is a word character and no blank; no character is both.
        start = CoveringFinder.EndOfRun(text, from, CharClass.Space);
        end = start;
        if (start < text.Length)
        {
            end = (CharClasses.At(text, start, out _) & CharClass.Word) != 0
                ? CoveringFinder.EndOfRun(text, start, CharClass.Word)
                : CoveringFinder.EndOfOthers(text, start, CharClass.Word | CharClass.Space);
        }

        return end > start;
    }
}
