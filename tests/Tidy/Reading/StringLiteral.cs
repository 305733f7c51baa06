namespace LoadGen.Tidy.Reading;

/// <summary>The opening of a string literal: "…", @"…", $"…", $@"…", """…""" or $$"""…""".</summary>
public readonly record struct StringLiteral(int ContentStart, int QuoteCount, int HoleBraces, bool Verbatim)
{
    private bool Raw => QuoteCount >= 3;

    public static bool TryRead(string text, int position, out StringLiteral literal)
    {
        int quote = position;
        int dollars = 0;
        bool verbatim = false;
        while (quote < text.Length && text[quote] is '$' or '@')
        {
            dollars += text[quote] == '$' ? 1 : 0;
            verbatim |= text[quote] == '@';
            quote++;
        }

        int quotes = CountAt(text, quote, '"');
        if (quotes == 0)
        {
            literal = default;
            return false;
        }

        // Two quotes are an empty string; three or more open a raw one, unless it is verbatim.
        int opening = quotes >= 3 && !verbatim ? quotes : 1;
        literal = new StringLiteral(quote + opening, opening, dollars, verbatim);
        return true;
    }

    public bool ClosesAt(string text, int position)
    {
        int quotes = CountAt(text, position, '"');
        return Raw ? quotes >= QuoteCount : quotes > 0 && !(Verbatim && quotes >= 2);
    }

    /// <summary>The length of an escape sequence that starts here, 0 if none does.</summary>
    public int EscapeLengthAt(string text, int position)
    {
        if (Raw)
        {
            return 0;
        }

        bool doubled = position + 1 < text.Length && text[position + 1] == text[position];
        return text[position] switch
        {
            '\\' when !Verbatim => 2,
            '"' when Verbatim && doubled => 2,
            '{' or '}' when HoleBraces > 0 && doubled => 2,
            _ => 0,
        };
    }

    public bool HoleOpensAt(string text, int position) =>
        HoleBraces > 0 && CountAt(text, position, '{') >= HoleBraces;

    private static int CountAt(string text, int position, char what)
    {
        int end = position;
        while (end < text.Length && text[end] == what)
        {
            end++;
        }

        return end - position;
    }
}
