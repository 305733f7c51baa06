using System.Text;

namespace LoadGen.Tidy.Reading;

/// <summary>
/// Tells C# code from comments and literals, as far as the rules here need it: comments, and the contents of
/// strings and character literals, become blanks; line breaks, quotes and the code in interpolation holes stay.
/// </summary>
/// <remarks>https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/lexical-structure</remarks>
public static class CSharpCode
{
    public static string Blank(string text)
    {
        var output = new StringBuilder(text);
        int end = SkipCode(text, 0, output, holeBraces: 0);
        return end == text.Length ? output.ToString() : throw new FormatException($"unbalanced braces at character {end}");
    }

    /// <summary>Skips code; with <paramref name="holeBraces"/> above 0, up to as many closing braces at depth 0.</summary>
    private static int SkipCode(string text, int position, StringBuilder output, int holeBraces)
    {
        int depth = 0;
        while (position < text.Length)
        {
            char c = text[position];
            if (StartsAt(text, position, "//"))
            {
                position = BlankUntil(text, position, EndOf(text, position, "\n", keepEnd: true), output);
            }
            else if (StartsAt(text, position, "/*"))
            {
                position = BlankUntil(text, position, EndOf(text, position + 2, "*/", keepEnd: false), output);
            }
            else if (c == '\'')
            {
                position = SkipCharacterLiteral(text, position, output);
            }
            else if (c is '"' or '@' or '$' && StringLiteral.TryRead(text, position, out StringLiteral literal))
            {
                position = SkipString(text, literal, output);
            }
            else if (holeBraces > 0 && c == '}' && depth == 0)
            {
                return position + holeBraces;
            }
            else
            {
                depth += c switch { '{' => 1, '}' => -1, _ => 0 };
                position++;
            }
        }

        return position;
    }

    private static int SkipString(string text, StringLiteral literal, StringBuilder output)
    {
        int position = literal.ContentStart;
        while (position < text.Length && !literal.ClosesAt(text, position))
        {
            if (literal.EscapeLengthAt(text, position) is > 0 and var escape)
            {
                position = BlankUntil(text, position, position + escape, output);
            }
            else if (literal.HoleOpensAt(text, position))
            {
                position = SkipCode(text, position + literal.HoleBraces, output, literal.HoleBraces);
            }
            else
            {
                position = BlankUntil(text, position, position + 1, output);
            }
        }

        return Math.Min(text.Length, position + literal.QuoteCount);
    }

    private static int SkipCharacterLiteral(string text, int position, StringBuilder output)
    {
        int end = position + 1;
        while (end < text.Length && text[end] != '\'' && text[end] != '\n')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        BlankUntil(text, position + 1, end, output);
        return Math.Min(text.Length, end + 1);
    }

    private static int BlankUntil(string text, int start, int end, StringBuilder output)
    {
        end = Math.Min(end, text.Length);
        for (int i = start; i < end; i++)
        {
            if (text[i] != '\n')
            {
                output[i] = ' ';
            }
        }

        return end;
    }

    private static int EndOf(string text, int from, string terminator, bool keepEnd)
    {
        int found = text.IndexOf(terminator, Math.Min(from, text.Length), StringComparison.Ordinal);
        return found < 0 ? text.Length : found + (keepEnd ? 0 : terminator.Length);
    }

    private static bool StartsAt(string text, int position, string what) =>
        string.CompareOrdinal(text, position, what, 0, what.Length) == 0;
}
