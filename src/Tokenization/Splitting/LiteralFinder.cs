namespace LoadGen.Tokenization.Splitting;

/// <summary>The places of one string.</summary>
internal sealed class LiteralFinder(byte[] literal) : PieceFinder
{
    public override bool TryFind(ReadOnlySpan<byte> text, FinderScratch scratch, int from, out int start, out int end)
    {
        int found = literal.Length == 0 ? -1 : text[from..].IndexOf(literal);
        start = found < 0 ? text.Length : from + found;
        end = found < 0 ? start : start + literal.Length;
        return found >= 0;
    }
}
