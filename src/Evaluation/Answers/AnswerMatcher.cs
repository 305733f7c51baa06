using System.Text.RegularExpressions;
using LoadGen.Evaluation.Settings;

namespace LoadGen.Evaluation.Answers;

/// <summary>Says whether an answer is right. Thread-safe.</summary>
public sealed partial class AnswerMatcher
{
    // No formula that a data set asks for is as long; a model that repeats itself writes lines of 100,000 characters.
    private const int MathCharsMax = 2000;

    private readonly MatchSection _rule;

    /// <summary>Prepares the rule.</summary>
    public AnswerMatcher(MatchSection rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _rule = rule;
    }

    /// <summary>Why a data set's answer cannot be compared with anything; null where it can.</summary>
    public string? ProblemOf(string expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return _rule.By switch
        {
            MatchBy.Numeric when NumericAnswer.Read(expected, _rule.IgnoreUnits) is null => $"the answer '{Excerpt(expected)}' is no number, which match by numeric needs",
            MatchBy.Regex => LinearRegex.ProblemOf(expected),
            _ => null,
        };
    }

    /// <summary>The answer is right.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="expected">The right answer.</param>
    public bool IsRight(string found, string expected)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(expected);
        return _rule.By switch
        {
            MatchBy.Exact => SameText(Words(found), Words(expected)),
            MatchBy.Numeric => NumericAnswer.Read(found, _rule.IgnoreUnits) is { } number && NumericAnswer.Read(expected, _rule.IgnoreUnits) is { } right
                && number.Equals(right, _rule.Tolerance, _rule.RelativeTolerance),
            MatchBy.Math => found.Length <= MathCharsMax && SameMath(found, expected),
            MatchBy.Choice => string.Equals(found.Trim(), expected.Trim(), StringComparison.OrdinalIgnoreCase),
            MatchBy.Regex => LinearRegex.Create($@"^(?:{expected})\z", _rule.IgnoreCase).IsMatch(found.Trim()),
            _ => throw new ArgumentOutOfRangeException(nameof(found), _rule.By, "a way to compare that nobody knows"),
        };
    }

    private static string Words(string text)
    {
        string words = Blanks().Replace(text.Trim(), " ");
        return words.EndsWith('.') ? words[..^1].TrimEnd() : words;
    }

    private static string Excerpt(string text) => text.Length <= 40 ? text.ReplaceLineEndings(" ") : $"{text.AsSpan(0, 40)}…".ReplaceLineEndings(" ");

    private bool SameText(string a, string b) => string.Equals(a, b, _rule.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private bool SameMath(string found, string expected)
    {
        string a = MathText.Normalise(found);
        string b = MathText.Normalise(expected);
        if (SameItem(a, b))
        {
            return true;
        }

        // A tuple, an interval or a set: the same brackets, and the same within.
        if (Inner(a) is { } inA && Inner(b) is { } inB)
        {
            bool isSet = a.StartsWith("\\{", StringComparison.Ordinal);
            return a[0] == b[0] && a[^1] == b[^1] && (isSet ? SameSet(inA, inB) : SameSequence(inA, inB));
        }

        // Several solutions, in any order.
        return Inner(a) is null && Inner(b) is null && MathText.Items(b).Count > 1 && SameSet(a, b);
    }

    // Capitals are other variables: only words, such as a name or a day, may differ in them.
    private bool SameItem(string a, string b) =>
        a == b
        || (_rule.IgnoreCase && a.Length > 1 && a.All(char.IsLetter) && SameText(a, b))
        || (NumericAnswer.Read(a, ignoreUnits: false) is { } x && NumericAnswer.Read(b, ignoreUnits: false) is { } y && x.Equals(y, _rule.Tolerance, _rule.RelativeTolerance));

    private bool SameSequence(string a, string b)
    {
        IReadOnlyList<string> left = MathText.Items(a);
        IReadOnlyList<string> right = MathText.Items(b);
        return left.Count == right.Count && left.Zip(right).All(pair => SameItem(pair.First, pair.Second));
    }

    private bool SameSet(string a, string b)
    {
        IReadOnlyList<string> left = MathText.Items(a);
        List<string> right = [.. MathText.Items(b)];
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (string item in left)
        {
            int at = right.FindIndex(other => SameItem(item, other));
            if (at < 0)
            {
                return false;
            }

            right.RemoveAt(at);
        }

        return true;
    }

    private static string? Inner(string math) => math switch
    {
        _ when math.Length > 4 && math.StartsWith("\\{", StringComparison.Ordinal) && math.EndsWith("\\}", StringComparison.Ordinal) => math[2..^2],
        ['(' or '[', .., ')' or ']'] when MathText.Items(math[1..^1]).Count > 1 => math[1..^1],
        _ => null,
    };

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
