namespace LoadGen.Tokenization.Splitting;

/// <summary>GPT-2's pattern, which ByteLevel has built in: <see cref="Pattern"/>.</summary>
internal sealed class Gpt2Finder : CoveringFinder
{
    public const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    protected override int EndOfPiece(ReadOnlySpan<byte> text, int at)
    {
        if (Contractions.LengthAt(text, at, ignoreCase: false) is > 0 and int length)
        {
            return at + length;
        }

        int from = text[at] == ' ' ? at + 1 : at;
        CharClass first = CharClasses.AtOrNone(text, from, out _);
        if (from == text.Length || (first & CharClass.Space) != 0)
        {
            return EndBeforeWord(text, at, EndOfRun(text, at, CharClass.Space));
        }

        return (first & CharClass.Letter) != 0 ? EndOfRun(text, from, CharClass.Letter)
            : (first & CharClass.Number) != 0 ? EndOfRun(text, from, CharClass.Number)
            : EndOfOthers(text, from, CharClass.Space | CharClass.Letter | CharClass.Number);
    }
}
