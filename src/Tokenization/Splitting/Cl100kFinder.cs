namespace LoadGen.Tokenization.Splitting;

/// <summary>
/// The pattern of cl100k, and its kin of Llama 3 and Qwen: contractions first, words with the character before them, numbers apart.
/// </summary>
/// <param name="numbersMost">How many numbers a piece has at most.</param>
/// <param name="isMarkLetter">Whether marks belong to words: <c>[\p{L}\p{M}]</c> for <c>\p{L}</c>.</param>
/// <param name="isLastRunWhole">Whether blanks at the end of the text stay together, new lines or not: <c>\s++$</c> before the rest.</param>
internal sealed class Cl100kFinder(int numbersMost, bool isMarkLetter = false, bool isLastRunWhole = false) : CoveringFinder
{
    /// <summary>Llama 3's, and cl100k's as it was.</summary>
    public const string Pattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>cl100k's as it is in tiktoken since 0.8: the same but for blanks at the end.</summary>
    public const string TiktokenPattern = @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s";

    /// <summary>Qwen 2's, 2.5's and 3's: each number alone.</summary>
    public const string QwenPattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>Qwen 3.5's: marks belong to words.</summary>
    public const string QwenMarksPattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private readonly CharClass _word = isMarkLetter ? CharClass.Letter | CharClass.Mark : CharClass.Letter;

    protected override int EndOfPiece(ReadOnlySpan<byte> text, int at)
    {
        CharClass first = CharClasses.At(text, at, out int length);
        if ((first & _word) != 0)
        {
            return EndOfRun(text, at + length, _word);
        }

        if (Contractions.LengthAt(text, at, ignoreCase: true) is > 0 and int contraction)
        {
            return at + contraction;
        }

        if ((first & CharClass.Number) != 0)
        {
            return EndOfNumbers(text, at, numbersMost);
        }

        CharClass second = CharClasses.AtOrNone(text, at + length, out int secondLength);
        if ((second & _word) != 0 && (first & CharClass.NewLine) == 0)
        {
            return EndOfRun(text, at + length + secondLength, _word);
        }

        CharClass notOther = CharClass.Space | CharClass.Number | _word;
        int from = text[at] == ' ' ? at + 1 : at;
        if (from < text.Length && ((from > at ? second : first) & notOther) == 0)
        {
            return EndOfNewLines(text, EndOfOthers(text, from, notOther));
        }

        if (isLastRunWhole && EndOfRun(text, at, CharClass.Space) == text.Length)
        {
            return text.Length;
        }

        return EndOfBlanks(text, at);
    }
}
