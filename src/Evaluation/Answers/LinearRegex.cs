using System.Text.RegularExpressions;

namespace LoadGen.Evaluation.Answers;

/// <summary>
/// Regular expressions that people write. They run in time linear in the text, so that no answer of 100,000 characters holds an
/// evaluation up; expressions that look around or back cannot, and are refused.
/// </summary>
internal static class LinearRegex
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <exception cref="ArgumentException">It is no regular expression, or none that runs in linear time.</exception>
    /// <exception cref="NotSupportedException">Likewise.</exception>
    public static Regex Create(string pattern, bool ignoreCase = false) => new(pattern, Options | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));

    /// <summary>What is wrong with a pattern; null where nothing is.</summary>
    public static string? ProblemOf(string pattern)
    {
        try
        {
            Create(pattern);
            return null;
        }
        catch (NotSupportedException)
        {
            return "the expression looks around, looks back or is atomic, which does not run in linear time; accepted: a regular expression without";
        }
        catch (ArgumentException e)
        {
            return $"no regular expression: {e.Message.ReplaceLineEndings(" ")}";
        }
    }
}
