using System.Globalization;
using System.Runtime.CompilerServices;

namespace LoadGen.Tokenization.Splitting;

/// <summary>The class of each code point, and of the character at a place of valid UTF-8. Pages of 256, equal pages shared.</summary>
internal static class CharClasses
{
    private const int CodePoints = 0x110000;
    private const int PageSize = 256;

    // The page of a code point's upper bits, as an offset into the classes.
    private static readonly int[] s_pages = new int[CodePoints / PageSize];
    private static readonly CharClass[] s_classes = Fill(s_pages);

    /// <summary>The class of a code point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharClass Of(int codePoint) => s_classes[s_pages[codePoint >> 8] + (codePoint & 0xFF)];

    /// <summary>The class of the character that begins at a place, and its length in bytes.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="at">Where a character begins.</param>
    /// <param name="length">Its length, 1 to 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharClass At(ReadOnlySpan<byte> text, int at, out int length)
    {
        byte first = text[at];
        if (first < 0x80)
        {
            length = 1;
            return s_classes[first];
        }

        return Of(Decode(text, at, out length));
    }

    /// <summary>As <see cref="At"/>, at the end of the text nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharClass AtOrNone(ReadOnlySpan<byte> text, int at, out int length)
    {
        if ((uint)at >= (uint)text.Length)
        {
            length = 0;
            return CharClass.None;
        }

        return At(text, at, out length);
    }

    /// <summary>The code point that begins at a place of valid UTF-8.</summary>
    public static int Decode(ReadOnlySpan<byte> text, int at, out int length)
    {
        int first = text[at];
        switch (first)
        {
            case < 0x80:
                length = 1;
                return first;
            case < 0xE0:
                length = 2;
                return ((first & 0x1F) << 6) | (text[at + 1] & 0x3F);
            case < 0xF0:
                length = 3;
                return ((first & 0x0F) << 12) | ((text[at + 1] & 0x3F) << 6) | (text[at + 2] & 0x3F);
            default:
                length = 4;
                return ((first & 0x07) << 18) | ((text[at + 1] & 0x3F) << 12) | ((text[at + 2] & 0x3F) << 6) | (text[at + 3] & 0x3F);
        }
    }

    /// <summary>How long the character before a place is.</summary>
    public static int LengthBefore(ReadOnlySpan<byte> text, int at)
    {
        int length = 1;
        while ((text[at - length] & 0xC0) == 0x80)
        {
            length++;
        }

        return length;
    }

    // Page 0 is ASCII's, whose classes are therefore the first of all.
    private static CharClass[] Fill(int[] pages)
    {
        var classes = new List<CharClass>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        char[] page = new char[PageSize];
        for (int number = 0; number < pages.Length; number++)
        {
            for (int i = 0; i < PageSize; i++)
            {
                page[i] = (char)Classify((number * PageSize) + i);
            }

            string text = new(page);
            if (!known.TryGetValue(text, out pages[number]))
            {
                pages[number] = known[text] = classes.Count;
                classes.AddRange(page.Select(c => (CharClass)c));
            }
        }

        return [.. classes];
    }

    private static CharClass Classify(int codePoint)
    {
        CharClass result = ByCategory(CharUnicodeInfo.GetUnicodeCategory(codePoint));
        if (codePoint is (>= 9 and <= 13) or 0x85)
        {
            result |= CharClass.Space;
        }

        if (codePoint is '\r' or '\n')
        {
            result |= CharClass.NewLine;
        }

        // Other_Alphabetic that is no letter: circled and squared Latin; then the two joiners.
        if (codePoint is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169)
            or (>= 0x1F170 and <= 0x1F189) or 0x200C or 0x200D)
        {
            result |= CharClass.Word;
        }

        return codePoint < 0x80 && (result & (CharClass.Punctuation | CharClass.Symbol)) != 0 ? result | CharClass.AsciiPunctuation : result;
    }

    private static CharClass ByCategory(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => CharClass.Upper | CharClass.Word,
        UnicodeCategory.LowercaseLetter => CharClass.Lower | CharClass.Word,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharClass.Caseless | CharClass.Word,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => CharClass.Mark | CharClass.Word,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber => CharClass.Number | CharClass.Word,
        UnicodeCategory.OtherNumber => CharClass.Number,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => CharClass.Space,
        UnicodeCategory.ConnectorPunctuation => CharClass.Punctuation | CharClass.Word,
        UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation => CharClass.Punctuation,
        UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol => CharClass.Symbol,
        _ => CharClass.None,
    };
}
