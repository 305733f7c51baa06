using System.Runtime.CompilerServices;

namespace LoadGen.Tokenization.Splitting;

/// <summary>A finder whose pattern matches at every place: each piece begins where the one before ended.</summary>
internal abstract class CoveringFinder : PieceFinder
{
    public sealed override bool TryFind(ReadOnlySpan<byte> text, FinderScratch scratch, int from, out int start, out int end)
    {
        start = from;
        end = from < text.Length ? EndOfPiece(text, from) : from;
        return from < text.Length;
    }

    /// <summary>Where the piece that begins at a place ends.</summary>
    protected abstract int EndOfPiece(ReadOnlySpan<byte> text, int at);

    /// <summary>Where the run of characters of some classes ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected internal static int EndOfRun(ReadOnlySpan<byte> text, int at, CharClass classes)
    {
        while ((uint)at < (uint)text.Length && (CharClasses.At(text, at, out int length) & classes) != 0)
        {
            at += length;
        }

        return at;
    }

    /// <summary>Where the run of characters of no such class ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected internal static int EndOfOthers(ReadOnlySpan<byte> text, int at, CharClass classes)
    {
        while ((uint)at < (uint)text.Length && (CharClasses.At(text, at, out int length) & classes) == 0)
        {
            at += length;
        }

        return at;
    }

    /// <summary>Where at most so many numbers end: <c>\p{N}{1,most}</c>.</summary>
    protected static int EndOfNumbers(ReadOnlySpan<byte> text, int at, int most)
    {
        for (int i = 0; i < most && (CharClasses.AtOrNone(text, at, out int length) & CharClass.Number) != 0; i++)
        {
            at += length;
        }

        return at;
    }

    /// <summary>Where <c>[\r\n]*</c> ends.</summary>
    protected internal static int EndOfNewLines(ReadOnlySpan<byte> text, int at, bool isSlashOne = false)
    {
        while (at < text.Length && (text[at] is (byte)'\r' or (byte)'\n' || (isSlashOne && text[at] == '/')))
        {
            at++;
        }

        return at;
    }

    /// <summary><c>\s*[\r\n]+|\s+(?!\S)|\s+</c>, at a blank.</summary>
    protected internal static int EndOfBlanks(ReadOnlySpan<byte> text, int at)
    {
        int end = EndOfRun(text, at, CharClass.Space);
        int newLine = text[at..end].LastIndexOfAny((byte)'\r', (byte)'\n');
        return newLine >= 0 ? at + newLine + 1 : EndBeforeWord(text, at, end);
    }

    /// <summary><c>\s+(?!\S)|\s+</c>: the last blank before a word belongs to the word, unless it is the only one.</summary>
    protected internal static int EndBeforeWord(ReadOnlySpan<byte> text, int at, int end)
    {
        if (end == text.Length)
        {
            return end;
        }

        int last = CharClasses.LengthBefore(text, end);
        return end - last > at ? end - last : end;
    }
}
