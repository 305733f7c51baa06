namespace LoadGen.Tokenization.Splitting;

/// <summary>
/// The pattern of o200k (gpt-oss, and GPT-4o on), and its kin of Mistral's Tekken: words break where small letters turn to capitals.
/// </summary>
/// <param name="numbersMost">How many numbers a piece has at most.</param>
/// <param name="hasContractions">Whether words take an English contraction with them.</param>
internal sealed class O200kFinder(int numbersMost, bool hasContractions) : CoveringFinder
{
    public const string Pattern = @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public const string TekkenPattern = @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // The two classes of the pattern overlap: letters without case and marks are in both.
    private const CharClass Head = CharClass.Upper | CharClass.Caseless | CharClass.Mark;
    private const CharClass Tail = CharClass.Lower | CharClass.Caseless | CharClass.Mark;

    protected override int EndOfPiece(ReadOnlySpan<byte> text, int at)
    {
        CharClass first = CharClasses.At(text, at, out int length);
        CharClass second = CharClass.None;
        if ((first & CharClass.Letter) != 0)
        {
            return EndOfWord(text, at);
        }

        if ((first & CharClass.Number) != 0)
        {
            return EndOfNumbers(text, at, numbersMost);
        }

        if ((first & CharClass.NewLine) == 0)
        {
            second = CharClasses.AtOrNone(text, at + length, out _);
            if ((second & (CharClass.Letter | CharClass.Mark)) != 0)
            {
                return EndOfPrefixedWord(text, at, length, first);
            }

            if ((first & CharClass.Mark) != 0)
            {
                return EndOfWord(text, at);
            }
        }

        const CharClass NotOther = CharClass.Space | CharClass.Number | CharClass.Letter;
        int from = text[at] == ' ' ? at + 1 : at;
        return from < text.Length && ((from > at ? second : first) & NotOther) == 0
            ? EndOfNewLines(text, EndOfOthers(text, from, NotOther), isSlashOne: true)
            : EndOfBlanks(text, at);
    }

    // A mark before capitals only may be the prefix of the second alternative; but the first one, tried first, takes it as a word.
    private int EndOfPrefixedWord(ReadOnlySpan<byte> text, int at, int length, CharClass first) =>
        TryEndOfTailedWord(text, at + length, out int head) is >= 0 and int end ? EndWithContraction(text, end)
            : (first & CharClass.Mark) != 0 ? EndOfWord(text, at)
            : EndWithContraction(text, head);

    private int EndOfWord(ReadOnlySpan<byte> text, int at) =>
        EndWithContraction(text, TryEndOfTailedWord(text, at, out int head) is >= 0 and int end ? end : head);

    private int EndWithContraction(ReadOnlySpan<byte> text, int end) =>
        hasContractions ? end + Contractions.LengthAt(text, end, ignoreCase: true) : end;

    // [Head]*[Tail]+, where the first run gives back as much as it must: -1 if there is no tail. The first run's own end in any case.
    private static int TryEndOfTailedWord(ReadOnlySpan<byte> text, int at, out int head)
    {
        int givenBack = -1;
        head = at;
        while ((uint)head < (uint)text.Length)
        {
            CharClass next = CharClasses.At(text, head, out int length);
            if ((next & Head) == 0)
            {
                if ((next & CharClass.Lower) != 0)
                {
                    return EndOfRun(text, head + length, Tail);
                }

                break;
            }

            head += length;
            if ((next & Tail) != 0)
            {
                givenBack = head;
            }
        }

        return givenBack;
    }
}
