using System.Globalization;
using System.Text;
using LoadGen.Tokenization.Templates.Values;

namespace LoadGen.Tokenization.Templates.Builtins;

/// <summary>Python's ways of changing a string.</summary>
internal static class Casing
{
    public static string Capitalize(string s) => s.Length == 0 ? s : s[..1].ToUpperInvariant() + s[1..].ToLowerInvariant();

    public static string Title(string s)
    {
        var result = new StringBuilder(s.Length);
        bool isInWord = false;
        foreach (char c in s)
        {
            result.Append(isInWord ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
            isInWord = char.IsLetter(c);
        }

        return result.ToString();
    }

    public static string Replace(string s, string old, string by, long? most)
    {
        if (most is null or < 0)
        {
            return old.Length == 0 ? by + string.Concat(s.Select(c => c + by)) : s.Replace(old, by, StringComparison.Ordinal);
        }

        int from = 0;
        for (long i = 0; i < most && s.IndexOf(old, from, StringComparison.Ordinal) is >= 0 and int at; i++)
        {
            s = s[..at] + by + s[(at + old.Length)..];
            from = at + by.Length;
        }

        return s;
    }

    /// <summary><c>str.format</c> with plain fields: <c>{}</c>, <c>{0}</c>, <c>{name}</c>, <c>{{</c>.</summary>
    public static string Format(string s, Arguments arguments)
    {
        var result = new StringBuilder();
        int next = 0;
        for (int i = 0; i < s.Length; i++)
        {
            if (s[i] is '{' or '}' && i + 1 < s.Length && s[i + 1] == s[i])
            {
                result.Append(s[i++]);
            }
            else if (s[i] == '{')
            {
                int end = s.IndexOf('}', i);
                string field = end < 0 ? throw new TemplateError("format: a { without }") : s[(i + 1)..end];
                int place = field.Length == 0 ? next++ : int.TryParse(field, CultureInfo.InvariantCulture, out int n) ? n : int.MaxValue;
                result.Append(Python.Text(arguments.Require(place, field)));
                i = end;
            }
            else
            {
                result.Append(s[i]);
            }
        }

        return result.ToString();
    }
}
