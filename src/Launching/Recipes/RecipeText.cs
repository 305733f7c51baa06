namespace LoadGen.Launching.Recipes;

/// <summary>What texts of a recipe may be, whether a file or an option of the command line gives them.</summary>
internal static class RecipeText
{
    /// <summary>Why a variable cannot be called so; null where it can.</summary>
    public static string? WrongVariable(string name) => IsName(name) ? null : "this is no name of an environment variable; accepted: letters, digits and _";

    /// <summary>Why a flag cannot be called so; null where it can.</summary>
    public static string? WrongFlag(string name) =>
        name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? null : "this is no name of a flag; accepted: a name without blanks, such as max-num-seqs";

    /// <summary>Letters, digits and _, no digit first: what shells and expressions can name.</summary>
    public static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>
    /// A line break, NUL or another control character but the tab. No program's argument holds NUL, and a line break would end a comment of
    /// <c>--dry-run</c>, a line of a log and a variable that Slurm hands on.
    /// </summary>
    public static bool HasControl(string text) => text.Any(c => char.IsControl(c) && c != '\t');

    /// <summary>An image's name, or the path of its file. What begins with a dash would be an option of <c>docker run</c>.</summary>
    public static bool IsImage(string text) => text is [not '-', ..] && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>A path as a request line has it. Two slashes would begin another host's name.</summary>
    public static bool IsUrlPath(string text) =>
        text is ['/', ..] && !text.StartsWith("//", StringComparison.Ordinal) && text.All(c => c is > ' ' and <= '~' and not ('#' or '\\'));
}
