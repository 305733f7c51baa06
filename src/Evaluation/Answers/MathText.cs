using System.Text;
using System.Text.RegularExpressions;

namespace LoadGen.Evaluation.Answers;

/// <summary>
/// Writes a formula in one way where LaTeX has several, so that equal ones are mostly equal texts. It rewrites spelling only and knows
/// no algebra: x + 1 and 1 + x stay apart.
/// </summary>
internal static partial class MathText
{
    // In this order; a longer command stands before one that it begins with.
    private static readonly (string From, string To)[] s_spellings =
    [
        ("\\dfrac", "\\frac"), ("\\tfrac", "\\frac"), ("\\cfrac", "\\frac"),
        ("\\displaystyle", ""), ("\\left", ""), ("\\right", ""), ("\\bigl", ""), ("\\bigr", ""), ("\\Bigl", ""), ("\\Bigr", ""), ("\\big", ""), ("\\Big", ""),
        ("\\qquad", ""), ("\\quad", ""), ("\\,", ""), ("\\;", ""), ("\\:", ""), ("\\!", ""), ("\\ ", ""), ("~", ""),
        ("\\$", ""), ("$", ""), ("\\(", ""), ("\\)", ""), ("\\[", ""), ("\\]", ""),
        ("^{\\circ}", ""), ("^\\circ", ""), ("°", ""), ("\\degree", ""), ("\\%", ""), ("%", ""),
        ("{,}", ","), ("−", "-"), ("–", "-"), ("×", "\\cdot"), ("\\times", "\\cdot"), ("·", "\\cdot"), ("*", "\\cdot"),
        ("\\leqslant", "\\le"), ("\\geqslant", "\\ge"), ("\\leq", "\\le"), ("\\geq", "\\ge"), ("≤", "\\le"), ("≥", "\\ge"), ("\\neq", "\\ne"), ("≠", "\\ne"),
        ("π", "\\pi"), ("∞", "\\infty"), ("√", "\\sqrt"), ("∪", "\\cup"), ("\\lbrace", "\\{"), ("\\rbrace", "\\}"), ("\\dots", "\\ldots"), ("...", "\\ldots"),
    ];

    /// <summary>The formula, rewritten.</summary>
    public static string Normalise(string text)
    {
        string math = text.Trim();
        math = Unit().Replace(math, "");
        math = TextCommand().Replace(math, "$1");
        foreach ((string from, string to) in s_spellings)
        {
            math = math.Replace(from, to, StringComparison.Ordinal);
        }

        math = WordUnit().Replace(math.Trim(), "$1");
        math = WithoutBlanks(math);
        math = ShortFraction().Replace(math, "\\frac{$1$2}{$3$4}");
        math = ShortRoot().Replace(math, "\\sqrt{$1}");
        math = ShortScript().Replace(math, "$1$2");
        math = Assignment().Replace(math, "");
        math = Thousands().Replace(math, "");
        math = LeadingPoint().Replace(math, "0.");
        math = math.EndsWith('.') && !math.EndsWith("\\ldots.", StringComparison.Ordinal) ? math[..^1] : math;
        return Lettered().Replace(math, "$1");
    }

    /// <summary>The items of a list, at its outermost commas; one item where there is none.</summary>
    public static IReadOnlyList<string> Items(string math)
    {
        var items = new List<string>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < math.Length; i++)
        {
            switch (math[i])
            {
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth--;
                    break;
                case ',' when depth == 0:
                    items.Add(math[start..i]);
                    start = i + 1;
                    break;
            }
        }

        items.Add(math[start..]);
        return items;
    }

    // Between a command and a letter the blank is what tells them apart: \pi r, not \pir.
    private static string WithoutBlanks(string math)
    {
        var text = new StringBuilder(math.Length);
        bool inCommand = false;
        bool afterBlank = false;
        foreach (char c in math)
        {
            if (char.IsWhiteSpace(c))
            {
                afterBlank = true;
                continue;
            }

            if (afterBlank && inCommand && char.IsAsciiLetter(c))
            {
                text.Append(' ');
            }

            inCommand = c == '\\' || (inCommand && !afterBlank && char.IsAsciiLetter(c));
            afterBlank = false;
            text.Append(c);
        }

        return text.ToString();
    }

    // A text behind a number is its unit: 5\text{ cm}^2.
    [GeneratedRegex(@"(?<=[\d}])\s*\\(?:text|mathrm|mbox)\s*\{[^{}]*\}(?:\s*\^\s*\{?\s*\d\s*\}?)?\s*[.$]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Unit();

    [GeneratedRegex(@"\\(?:textbf|textit|textrm|text|mathrm|mathbf|mbox|operatorname)\s*\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex TextCommand();

    // Words behind a lone number: 64 square feet. One letter may be a variable, and a word with a backslash is a command.
    [GeneratedRegex(@"^(-?[\d.,/]+)\s+[A-Za-z]{2,}[A-Za-z .^\d]*$", RegexOptions.CultureInvariant)]
    private static partial Regex WordUnit();

    // \frac12, \frac1{72}.
    [GeneratedRegex(@"\\frac(?:([0-9a-z])|\{([^{}]*)\})(?:([0-9a-z])|\{([^{}]*)\})", RegexOptions.CultureInvariant)]
    private static partial Regex ShortFraction();

    [GeneratedRegex(@"\\sqrt([0-9a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex ShortRoot();

    // x^{2} and x^2.
    [GeneratedRegex(@"([_^])\{([0-9A-Za-z])\}", RegexOptions.CultureInvariant)]
    private static partial Regex ShortScript();

    // x = 5, and f(x) = 5; not a whole equation such as y = 2x + 1 with a formula behind it, which both sides have.
    [GeneratedRegex(@"^[A-Za-z](?:\([A-Za-z]\))?=", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"(?<=(?<!\d)\d{1,3}(?:,\d{3})*),(?=\d{3}(?!\d))", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"(?<!\d)\.(?=\d)", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingPoint();

    // (B) is a choice's letter.
    [GeneratedRegex(@"^\(([A-Z])\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Lettered();
}
