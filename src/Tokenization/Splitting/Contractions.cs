namespace LoadGen.Tokenization.Splitting;

/// <summary>English contractions: <c>'s 't 'm 'd 're 've 'll</c>.</summary>
internal static class Contractions
{
    /// <summary>The length of a contraction at a place, or 0.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the apostrophe would be.</param>
    /// <param name="ignoreCase">As <c>(?i:…)</c>: by Unicode's case folding, in which the long s (U+017F) is an s.</param>
    public static int LengthAt(ReadOnlySpan<byte> text, int at, bool ignoreCase)
    {
        if (at + 1 >= text.Length || text[at] != '\'')
        {
            return 0;
        }

        int fold = ignoreCase ? 0x20 : 0;
        int first = text[at + 1] | fold;
        if (first is 's' or 't' or 'm' or 'd')
        {
            return 2;
        }

        if (at + 2 >= text.Length)
        {
            return 0;
        }

        if (ignoreCase && text[at + 1] == 0xC5 && text[at + 2] == 0xBF)
        {
            return 3;
        }

        int second = text[at + 2] | fold;
        return (first, second) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }
}
