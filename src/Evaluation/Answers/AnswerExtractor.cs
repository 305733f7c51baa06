using System.Text.RegularExpressions;
using LoadGen.Evaluation.Settings;

namespace LoadGen.Evaluation.Answers;

/// <summary>Finds the answer in what a model says. Thread-safe.</summary>
public sealed class AnswerExtractor
{
    private const string ThinkingEnd = "</think>";

    private readonly Finder[] _strict;
    private readonly Finder[] _flexible;
    private readonly bool _skipsThinking;

    /// <summary>Prepares the rules.</summary>
    /// <exception cref="ArgumentException">A pattern is no regular expression; the file's reader says so before.</exception>
    public AnswerExtractor(ExtractSection rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _strict = [.. rules.Strict.Select(Compile)];
        _flexible = [.. rules.Flexible.Select(Compile)];
        _skipsThinking = rules.SkipThinking;
    }

    private delegate string? Finder(string text, int choices);

    /// <summary>Finds it.</summary>
    /// <param name="text">What the model said.</param>
    /// <param name="choices">How many choices there were; 0 for none.</param>
    public Extraction Find(string text, int choices = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        string said = _skipsThinking ? BehindThinking(text) : text;
        return First(_strict, said, choices) is { } strict ? new Extraction(strict, true)
            : First(_flexible, said, choices) is { } flexible ? new Extraction(flexible, false)
            : Extraction.None;
    }

    // Templates that open the thinking themselves leave only its end in the answer.
    private static string BehindThinking(string text)
    {
        int end = text.LastIndexOf(ThinkingEnd, StringComparison.Ordinal);
        return end < 0 ? text : text[(end + ThinkingEnd.Length)..];
    }

    private static string? First(Finder[] rules, string text, int choices)
    {
        foreach (Finder rule in rules)
        {
            if (rule(text, choices) is { } found && !string.IsNullOrWhiteSpace(found))
            {
                return found.Trim();
            }
        }

        return null;
    }

    private static Finder Compile(ExtractRule rule)
    {
        switch (rule.By)
        {
            case ExtractBy.HashMarks: return (text, _) => Extractors.HashMarks(text);
            case ExtractBy.Boxed: return (text, _) => BoxedText.Last(text);
            case ExtractBy.AnswerIs: return (text, _) => Extractors.AnswerIs(text);
            case ExtractBy.Choice: return ChoiceText.Named;
            case ExtractBy.LastNumber: return (text, _) => Extractors.LastNumber(text);
            case ExtractBy.LastLetter: return ChoiceText.Last;
            case ExtractBy.LastLine: return (text, _) => Extractors.LastLine(text);
            case ExtractBy.Whole: return (text, _) => text;
            case ExtractBy.Regex:
                Regex regex = LinearRegex.Create(rule.Pattern ?? throw new ArgumentException("a rule by regex without a pattern", nameof(rule)));
                return (text, _) => Find(regex, text, rule.Take);
            default: throw new ArgumentOutOfRangeException(nameof(rule), rule.By, "a rule that nobody knows");
        }
    }

    private static string? Find(Regex regex, string text, ExtractTake take)
    {
        MatchCollection matches = regex.Matches(text);
        if (matches.Count == 0)
        {
            return null;
        }

        Match match = matches[take == ExtractTake.First ? 0 : ^1];
        return match.Groups.Count > 1 && match.Groups[1].Success ? match.Groups[1].Value : match.Value;
    }
}
