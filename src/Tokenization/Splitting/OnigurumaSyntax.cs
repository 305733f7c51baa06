using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LoadGen.Tokenization.Splitting;

/// <summary>
/// Turns a pattern in Oniguruma's syntax, which tokenizer.json has, into the framework's. What means another thing there is
/// rewritten; what is not there is refused, by name.
/// </summary>
internal static class OnigurumaSyntax
{
    // Oniguruma's \w is (Letter | Mark | Number | Connector_Punctuation); the framework's leaves some of these out.
    private const string Word = @"\p{L}\p{M}\p{N}\p{Pc}";

    // General categories, by the names that the framework has as well. Scripts and blocks are named differently there.
    private static readonly HashSet<string> s_categories = new(StringComparer.Ordinal)
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "Cn",
    };

    /// <summary>The pattern compiled.</summary>
    /// <exception cref="FormatException">It cannot be: what in it, and where.</exception>
    public static Regex Compile(string pattern)
    {
        try
        {
            // In Oniguruma ^ and $ are the ends of lines.
            return new Regex(Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.Multiline);
        }
        catch (RegexParseException e)
        {
            throw new FormatException($"the regular expression {pattern} cannot be read ({e.Error} at {e.Offset})", e);
        }
    }

    /// <summary>The pattern in the framework's syntax.</summary>
    internal static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 16);
        bool isInClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (char.IsSurrogate(c))
            {
                throw Refused(pattern, i, "a character beyond U+FFFF");
            }

            if (c == '\\')
            {
                i += Escape(pattern, i, isInClass, result);
                continue;
            }

            if (isInClass)
            {
                isInClass = c != ']' || pattern[i - 1] == '[' || (pattern[i - 1] == '^' && pattern[i - 2] == '[');
                RefuseInClass(pattern, i);
            }
            else
            {
                isInClass = c == '[';
                RefuseOutside(pattern, i);
            }

            result.Append(c);
        }

        return result.ToString();
    }

    // Returns how many characters after the backslash were read.
    private static int Escape(string pattern, int at, bool isInClass, StringBuilder result)
    {
        if (at + 1 == pattern.Length)
        {
            throw Refused(pattern, at, "a backslash at the end");
        }

        char c = pattern[at + 1];
        switch (c)
        {
            case 'w':
                result.Append(isInClass ? Word : $"[{Word}]");
                return 1;
            case 'W' when !isInClass:
                result.Append(CultureInfo.InvariantCulture, $"[^{Word}]");
                return 1;
            case 'p' or 'P':
                return Property(pattern, at, result);
            case 'W' or 'h' or 'H' or 'R' or 'X' or 'K' or 'g' or 'k' or 'G' or 'y' or 'Y' or 'O' or 'N' or 'M' or 'b' or 'B':
                // \b as well: a word character is another thing on each side.
                throw Refused(pattern, at, $"\\{c}{(isInClass ? " in a class" : "")}");
            default:
                result.Append('\\').Append(c);
                return 1;
        }
    }

    private static int Property(string pattern, int at, StringBuilder result)
    {
        int end = pattern.IndexOf('}', at);
        string name = end > at + 2 && pattern[at + 2] == '{' ? pattern[(at + 3)..end] : "";
        bool isNot = name.StartsWith('^');
        name = isNot ? name[1..] : name;
        if (!s_categories.Contains(name))
        {
            throw Refused(pattern, at, $"\\p of other than a general category ({string.Join(' ', s_categories.Order(StringComparer.Ordinal))})");
        }

        bool isNegative = isNot ^ (pattern[at + 1] == 'P');
        result.Append(isNegative ? @"\P{" : @"\p{").Append(name).Append('}');
        return end - at;
    }

    private static void RefuseInClass(string pattern, int at)
    {
        if (pattern[at] == '[' || pattern.AsSpan(at).StartsWith("&&"))
        {
            throw Refused(pattern, at, "a class within a class");
        }
    }

    private static void RefuseOutside(string pattern, int at)
    {
        char c = pattern[at];
        // After {1,3} a plus is no possessive quantifier in Oniguruma either, and the framework refuses it itself.
        if (c == '+' && at > 0 && pattern[at - 1] is '+' or '*' or '?' && !IsEscaped(pattern, at - 1))
        {
            throw Refused(pattern, at, "a possessive quantifier");
        }

        if (c == '(' && at + 2 < pattern.Length && pattern[at + 1] == '?' && pattern[at + 2] is not (':' or '=' or '!' or '<' or '>' or 'i'))
        {
            throw Refused(pattern, at, $"(?{pattern[at + 2]}");
        }
    }

    private static bool IsEscaped(string pattern, int at) => at > 0 && pattern[at - 1] == '\\' && !IsEscaped(pattern, at - 1);

    private static FormatException Refused(string pattern, int at, string what) =>
        new($"the regular expression {pattern} has {what} at {at}, which is not supported");
}
