using System.Text.RegularExpressions;

namespace LoadGen.Evaluation.Answers;

/// <summary>Finds the letter of a choice.</summary>
internal static partial class ChoiceText
{
    private const string Decoration = @"[\s*_""'`$({\[\\]";
    private const string Command = @"(?:\\?(?:text|mathrm|mathbf|boxed)\{)?";

    /// <summary>The letter of a choice, from 0.</summary>
    public static char Letter(int choice) => (char)('A' + choice);

    /// <summary>
    /// The last letter behind <c>answer:</c>, <c>answer is</c> or in a box, whatever decorates it. Behind <c>is</c> it is a capital: "the
    /// answer is a matter of taste" names none.
    /// </summary>
    public static string? Named(string text, int choices)
    {
        Match? named = Extractors.Last(AnswerLetter(), text);
        int at = -1;
        string? found = null;
        if (named is not null && Within(named.Groups["letter"].Value, choices) is { } letter)
        {
            (at, found) = (named.Index, letter);
        }

        return BoxedText.Last(text) is { } box && text.LastIndexOf(box, StringComparison.Ordinal) > at && Bare().Match(box) is { Success: true } bare
            ? Within(bare.Groups["letter"].Value, choices) ?? found
            : found;
    }

    /// <summary>The last capital that stands alone, or in brackets, and names a choice; an A or I before a small word is none.</summary>
    public static string? Last(string text, int choices)
    {
        string? last = null;
        for (Match match = Alone().Match(text); match.Success; match = match.NextMatch())
        {
            last = Within(match.Value, choices) ?? last;
        }

        return last;
    }

    private static string? Within(string letter, int choices)
    {
        char c = char.ToUpperInvariant(letter[0]);
        return c >= 'A' && c < 'A' + choices ? c.ToString() : null;
    }

    // Decoration is bounded: without that, a page of blanks behind "answer:" would be tried in every split.
    [GeneratedRegex(
        @"(?i:answer)[ \t*_]{0,9}(?:(?::|(?i:is)[ \t]{0,9}:)" + Decoration + @"{0,20}" + Command + @"[\s*_({\[]{0,9}(?<letter>[A-Za-z])(?![A-Za-z'])|(?i:is)" + Decoration + @"{1,20}" + Command
            + @"[\s*_({\[]{0,9}(?<letter>[A-Z])(?![A-Za-z']|[ ][a-z]))",
        RegexOptions.CultureInvariant)]
    private static partial Regex AnswerLetter();

    [GeneratedRegex(@"^\s*(?:\\(?:text|mathrm|mathbf|textbf)\{)?\s*\(?\s*(?<letter>[A-Za-z])\s*\)?\s*\}?[\s.]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Bare();

    [GeneratedRegex(@"(?<![\w'\\])[A-Z](?![\w']|[ ][a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Alone();
}
