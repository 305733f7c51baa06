namespace LoadGen.Tokenization.Splitting;

/// <summary>
/// The main pattern of DeepSeek V3 and R1. Numbers and Chinese and Japanese were split off by patterns before it; what it does not
/// match (numbers, control characters) stays as it is.
/// </summary>
internal sealed class DeepSeekFinder : PieceFinder
{
    public const string Pattern = """[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+""";

    private const CharClass Word = CharClass.Letter | CharClass.Mark;
    private const CharClass Signs = CharClass.Punctuation | CharClass.Symbol;

    public override bool TryFind(ReadOnlySpan<byte> text, FinderScratch scratch, int from, out int start, out int end)
    {
        start = from;
        while (start < text.Length)
        {
            end = EndOfPiece(text, start, out int length);
            if (end > start)
            {
                return true;
            }

            start += length;
        }

        end = start;
        return false;
    }

    private static int EndOfPiece(ReadOnlySpan<byte> text, int at, out int length)
    {
        CharClass first = CharClasses.At(text, at, out length);
        if ((first & Word) != 0)
        {
            return CoveringFinder.EndOfRun(text, at, Word);
        }

        int next = at + length;
        if ((first & CharClass.AsciiPunctuation) != 0 && next < text.Length && char.IsAsciiLetter((char)text[next]))
        {
            return EndOfAsciiLetters(text, next);
        }

        CharClass second = CharClasses.AtOrNone(text, next, out _);
        if ((first & (CharClass.NewLine | Signs)) == 0 && (second & Word) != 0)
        {
            return CoveringFinder.EndOfRun(text, next, Word);
        }

        int from = text[at] == ' ' ? at + 1 : at;
        if (((from > at ? second : first) & Signs) != 0)
        {
            return CoveringFinder.EndOfNewLines(text, CoveringFinder.EndOfRun(text, from, Signs));
        }

        return (first & CharClass.Space) != 0 ? CoveringFinder.EndOfBlanks(text, at) : at;
    }

    private static int EndOfAsciiLetters(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && char.IsAsciiLetter((char)text[at]))
        {
            at++;
        }

        return at;
    }
}
