using System.Buffers;
using System.Text;

namespace LoadGen.Sweeps.Continuous;

/// <summary>
/// What differs between two texts of command lines, flag by flag: <c>--max-num-seqs 256</c> was, <c>--max-num-seqs 512</c> is. Texts are those of
/// <c>loadgen launch --dry-run</c>, a part for each worker, and lines of <c>loadgen bench</c>.
/// </summary>
internal static class FlagDifferences
{
    private const string Comment = "#";

    private static readonly SearchValues<char> s_variable = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>The changes, each once; of texts that differ in their order alone, both as they are.</summary>
    public static IReadOnlyList<Change> Of(string what, string before, string after)
    {
        Dictionary<string, string> old = Parts(before);
        Dictionary<string, string> now = Parts(after);
        var changes = new List<Change>();
        foreach (string part in old.Keys.Union(now.Keys))
        {
            changes.AddRange((old.GetValueOrDefault(part), now.GetValueOrDefault(part)) switch
            {
                // A worker that came or went: all of its flags did.
                (null, { } come) => [new Change(what, null, FirstLine(come))],
                ({ } gone, null) => [new Change(what, FirstLine(gone), null)],
                ({ } one, { } other) => OfPart(what, one, other),
                _ => [],
            });
        }

        return changes.Count > 0 ? [.. changes.Distinct()] : [new Change(what, before, after)];
    }

    private static IEnumerable<Change> OfPart(string what, string before, string after)
    {
        Dictionary<string, List<string>> old = Flags(before);
        Dictionary<string, List<string>> now = Flags(after);
        foreach (string flag in old.Keys.Union(now.Keys))
        {
            string[] gone = [.. old.GetValueOrDefault(flag, []).Except(now.GetValueOrDefault(flag, []))];
            string[] come = [.. now.GetValueOrDefault(flag, []).Except(old.GetValueOrDefault(flag, []))];
            if (gone.Length > 0 || come.Length > 0)
            {
                yield return new Change(what, Text(flag, gone), Text(flag, come));
            }
        }
    }

    private static string? Text(string flag, string[] values) => values.Length == 0 ? null : string.Join(' ', [flag, .. values]).Trim();

    // By the worker's name, which its first line begins with; text without workers is one part.
    private static Dictionary<string, string> Parts(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string name = part.StartsWith(Comment, StringComparison.Ordinal) ? FirstLine(part).Split(':')[0] : "";
            parts[name] = parts.TryGetValue(name, out string? other) ? $"{other}\n{part}" : part;
        }

        return parts;
    }

    private static string FirstLine(string text) => text.Split('\n')[0].TrimStart('#', ' ');

    // Each flag with its values; words in front of the first flag under no name, a comment under its first word.
    private static Dictionary<string, List<string>> Flags(string part)
    {
        var flags = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        void Add(string flag, IEnumerable<string> values)
        {
            flags.TryAdd(flag, []);
            flags[flag].Add(string.Join(' ', values));
        }

        foreach (string line in part.Split('\n'))
        {
            List<string> words = Words(line);
            if (line.StartsWith(Comment, StringComparison.Ordinal))
            {
                Add(string.Join(' ', words.Skip(1).Take(1)), words.Skip(2));
                continue;
            }

            for (int i = 0; i < words.Count;)
            {
                string first = words[i++];
                int equals = IsFlag(first) || IsVariable(first) ? first.IndexOf('=', StringComparison.Ordinal) : -1;
                if (equals > 0)
                {
                    Add(first[..equals], [first[(equals + 1)..]]);
                    continue;
                }

                int start = i;
                while (i < words.Count && !IsFlag(words[i]) && !IsVariable(words[i]))
                {
                    i++;
                }

                Add(IsFlag(first) ? first : "", words[(IsFlag(first) ? start : start - 1)..i]);
            }
        }

        return flags;
    }

    // Not a negative number.
    private static bool IsFlag(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && word[1] != '.';

    // As env takes them in front of a command.
    private static bool IsVariable(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !char.IsAsciiDigit(word[0]) && word.AsSpan(0, equals).IndexOfAnyExcept(s_variable) < 0;
    }

    // As a shell reads what ShellQuote writes: blanks within single quotes do not part words, and quotes are no part of them.
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '\'')
            {
                isQuoted = !isQuoted;
            }
            else if (c == ' ' && !isQuoted)
            {
                words.Add(word.ToString());
                word.Clear();
            }
            else
            {
                bool isEscape = c == '\\' && !isQuoted && i + 1 < line.Length;
                word.Append(isEscape ? line[++i] : c);
            }
        }

        words.Add(word.ToString());
        words.RemoveAll(one => one.Length == 0);
        return words;
    }
}
