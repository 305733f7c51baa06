using System.Buffers;

namespace LoadGen.Launching.Explaining;

/// <summary>Quoting for a POSIX shell (<see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02"/>).</summary>
public static class ShellQuote
{
    // No character of these means anything to a shell inside a word. A leading ~ would, and = is safe behind the program's name only.
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-");

    /// <summary>The word as it stands in a command line: itself where that is safe, else in single quotes.</summary>
    public static string Word(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length > 0 && !word.AsSpan().ContainsAnyExcept(s_plain) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    /// <summary>A command line of words.</summary>
    public static string Line(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return string.Join(' ', words.Select(Word));
    }

    /// <summary><c>NAME=value</c>, with only the value quoted: quotes around the name would make it a command.</summary>
    public static string Assignment(string name, string value) => $"{name}={Word(value)}";
}
