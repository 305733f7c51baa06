using System.Text.RegularExpressions;
using LoadGen.Tidy.Reading;

namespace LoadGen.Tidy.Rules;

/// <summary>An API that has no place in some folder, why, and the files where it is right all the same.</summary>
/// <param name="Pattern">A regular expression over code without comments and literals.</param>
/// <param name="Applies">Which files the ban covers.</param>
/// <param name="Why">What is wrong with it, and what to use.</param>
/// <param name="Allowed">Paths, or folders that end in a slash, with the reason beside each.</param>
public sealed record BannedApi(string Pattern, Func<SourceFile, bool> Applies, string Why, params string[] Allowed)
{
    public IEnumerable<Finding> Check(IEnumerable<SourceFile> files) =>
        from file in files
        where Applies(file) && !Allowed.Any(allowed => Covers(allowed, file.Path))
        from Match match in Regex.Matches(file.Code, Pattern)
        select file.At(match.Index, $"{match.Value.Trim()}: {Why}");

    public static bool InSource(SourceFile file) => file.Path.StartsWith("src/", StringComparison.Ordinal);

    public static bool InTests(SourceFile file) => file.Path.StartsWith("tests/", StringComparison.Ordinal);

    public static bool InLibraryRooms(SourceFile file) =>
        InSource(file) && !file.Path.StartsWith("src/Cli/", StringComparison.Ordinal);

    private static bool Covers(string allowed, string path) =>
        allowed.EndsWith('/') ? path.StartsWith(allowed, StringComparison.Ordinal) : path == allowed;
}
