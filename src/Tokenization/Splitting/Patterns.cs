using System.Text.RegularExpressions;

namespace LoadGen.Tokenization.Splitting;

/// <summary>Which finder a pattern gets: one written by hand where the pattern is well known, else a regular expression.</summary>
internal static class Patterns
{
    private static readonly Dictionary<string, Func<PieceFinder>> s_known = new(StringComparer.Ordinal)
    {
        [Gpt2Finder.Pattern] = static () => new Gpt2Finder(),
        [Cl100kFinder.Pattern] = static () => new Cl100kFinder(numbersMost: 3),
        [Cl100kFinder.TiktokenPattern] = static () => new Cl100kFinder(numbersMost: 3, isLastRunWhole: true),
        [Cl100kFinder.QwenPattern] = static () => new Cl100kFinder(numbersMost: 1),
        [Cl100kFinder.QwenMarksPattern] = static () => new Cl100kFinder(numbersMost: 1, isMarkLetter: true),
        [O200kFinder.Pattern] = static () => new O200kFinder(numbersMost: 3, hasContractions: true),
        [O200kFinder.TekkenPattern] = static () => new O200kFinder(numbersMost: 1, hasContractions: false),
        [DeepSeekFinder.Pattern] = static () => new DeepSeekFinder(),
        [RunFinder.NumbersPattern] = static () => new RunFinder(CharClass.Number, most: 3),
        [EastAsianFinder.Pattern] = static () => new EastAsianFinder(),
    };

    /// <summary>The patterns that have a finder written by hand.</summary>
    public static IReadOnlyCollection<string> Known => s_known.Keys;

    /// <summary>The finder of a pattern in Oniguruma's syntax.</summary>
    /// <exception cref="FormatException">The pattern has what the framework's regular expressions have not.</exception>
    public static PieceFinder FinderOf(string pattern) =>
        s_known.TryGetValue(Spelt(pattern), out Func<PieceFinder>? make) ? make() : ByRegex(pattern);

    /// <summary>The finder that is a regular expression, whatever the pattern.</summary>
    /// <exception cref="FormatException">As for <see cref="FinderOf"/>.</exception>
    public static PieceFinder ByRegex(string pattern)
    {
        Regex regex = OnigurumaSyntax.Compile(pattern);
        return new RegexFinder(regex);
    }

    // Some files have the control characters themselves, some their escapes; a quotation mark needs none.
    private static string Spelt(string pattern) => pattern
        .Replace("\r", @"\r", StringComparison.Ordinal)
        .Replace("\n", @"\n", StringComparison.Ordinal)
        .Replace("\\\"", "\"", StringComparison.Ordinal);
}
