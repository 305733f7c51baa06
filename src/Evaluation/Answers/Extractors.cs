using System.Text.RegularExpressions;

namespace LoadGen.Evaluation.Answers;

/// <summary>The simple ways to find an answer. Of several places the last counts: models correct themselves.</summary>
internal static partial class Extractors
{
    private const string Marks = "####";

    /// <summary>What follows the last <c>####</c> on its line; null where nothing does, as when the answer was cut off there.</summary>
    public static string? HashMarks(string text)
    {
        int marks = text.LastIndexOf(Marks, StringComparison.Ordinal);
        return marks < 0 ? null : Clean(LineFrom(text, marks + Marks.Length));
    }

    /// <summary>What follows the last <c>answer is</c> or <c>answer:</c> on its line.</summary>
    public static string? AnswerIs(string text)
    {
        Match? last = Last(AnswerWords(), text);
        return last is null ? null : Clean(LineFrom(text, last.Index + last.Length));
    }

    /// <summary>The last number as it is written, with a sign, thousands separators, a fraction or a percent sign.</summary>
    public static string? LastNumber(string text) => Last(Number(), text)?.Value;

    /// <summary>The last line that says something.</summary>
    public static string? LastLine(string text)
    {
        string line = text.TrimEnd();
        return line.Length == 0 ? null : Clean(line[(line.LastIndexOf('\n') + 1)..]);
    }

    /// <summary>The last match; null for none.</summary>
    public static Match? Last(Regex regex, string text)
    {
        Match? last = null;
        for (Match match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            last = match;
        }

        return last;
    }

    private static string LineFrom(string text, int start)
    {
        int end = text.IndexOf('\n', start);
        return end < 0 ? text[start..] : text[start..end];
    }

    // What people put around an answer: emphasis, a formula's dollars, a full stop.
    private static string? Clean(string line)
    {
        string text = NextSentence().Replace(line.Trim(), "").Trim('*', '_', '`').Trim();
        text = text.EndsWith('.') ? text[..^1].TrimEnd().TrimEnd('*', '_', '`') : text;
        text = text.Trim();
        if (text.Length > 2 && text[0] == '$' && text[^1] == '$')
        {
            text = text.Trim('$').Trim();
        }

        return text.Length == 0 ? null : text;
    }

    [GeneratedRegex(@"answer(?:[ \t]+is\b[ \t]*:?|[ \t]*(?:\*\*|__)?[ \t]*:)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AnswerWords();

    // A full stop behind a number or a formula, and further words.
    [GeneratedRegex(@"(?<=[\d$})\]%*])\.\s.*$", RegexOptions.CultureInvariant)]
    private static partial Regex NextSentence();

    // A minus is a sign only where nothing stands before it that something could be taken from; H2O holds no number. What follows a digit
    // and a comma begins no groups of its own: models that end in 10,10,10,… do so for 100,000 characters.
    [GeneratedRegex(
        @"(?:(?<![\w)\]}])[-−])?(?:\\?\$[ ]?)?(?<![A-Za-z_])(?:(?:(?<!\d,)\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)|\d+)(?:\.\d+)?|(?<!\d)\.\d+)(?:/\d+(?![\d/]))?(?:[eE][-+]?\d+)?(?:\\?%)?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
