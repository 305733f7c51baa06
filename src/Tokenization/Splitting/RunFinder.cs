namespace LoadGen.Tokenization.Splitting;

/// <summary>Runs of characters of some classes, of so many characters at most.</summary>
internal sealed class RunFinder(CharClass classes, int most = int.MaxValue) : PieceFinder
{
    /// <summary>The first pattern of DeepSeek V3.</summary>
    public const string NumbersPattern = @"\p{N}{1,3}";

    public override bool TryFind(ReadOnlySpan<byte> text, FinderScratch scratch, int from, out int start, out int end)
    {
        start = CoveringFinder.EndOfOthers(text, from, classes);
        end = start;
        for (int i = 0; i < most && (CharClasses.AtOrNone(text, end, out int length) & classes) != 0; i++)
        {
            end += length;
        }

        return end > start;
    }
}
