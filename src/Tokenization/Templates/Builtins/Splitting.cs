using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Builtins;

/// <summary>Python's ways of cutting a string. Without a separator runs of blanks part, and those at the ends go.</summary>
internal static class Splitting
{
    public static TemplateList Split(string s, string? separator, int most) => separator switch
    {
        null => AtBlanks(s, most),
        "" => throw new TemplateError("an empty separator"),
        _ => new TemplateList(s.Split(separator, most + 1)),
    };

    public static TemplateList SplitFromRight(string s, string? separator, int most)
    {
        string[] all = separator is null
            ? [.. AtBlanks(s, int.MaxValue - 1).Select(Python.Text)]
            : s.Split(separator.Length > 0 ? separator : throw new TemplateError("an empty separator"));
        int joined = all.Length - most;
        return joined > 1
            ? new TemplateList([string.Join(separator ?? " ", all[..joined]), .. all[joined..]])
            : new TemplateList(all);
    }

    public static TemplateList Lines(string s)
    {
        string[] lines = s.ReplaceLineEndings("\n").Split('\n');
        return new TemplateList(lines[^1].Length == 0 ? lines[..^1] : lines);
    }

    public static TemplateList Partition(string s, string separator)
    {
        int at = s.IndexOf(separator, StringComparison.Ordinal);
        return new TemplateList(at < 0 ? [s, "", ""] : [s[..at], separator, s[(at + separator.Length)..]], isTuple: true);
    }

    private static TemplateList AtBlanks(string s, int most)
    {
        var parts = new TemplateList();
        ReadOnlySpan<char> rest = s.AsSpan().TrimStart();
        while (!rest.IsEmpty && parts.Count < most)
        {
            int end = 0;
            while (end < rest.Length && !char.IsWhiteSpace(rest[end]))
            {
                end++;
            }

            parts.Add(rest[..end].ToString());
            rest = rest[end..].TrimStart();
        }

        if (!rest.IsEmpty)
        {
            parts.Add(rest.TrimEnd().ToString());
        }

        return parts;
    }
}
