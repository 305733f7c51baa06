using System.Globalization;
using System.Text;
using LoadGen.Configuration;

namespace LoadGen.Evaluation.Prompts;

/// <summary>
/// A text with placeholders: <c>{name}</c> stands for a value, <c>{{</c> and <c>}}</c> for braces, as the formulas of LaTeX have many.
/// </summary>
internal sealed class PromptTemplate
{
    private readonly List<Part> _parts = [];

    /// <exception cref="ArgumentException">The text is no template; <see cref="ProblemOf"/> says so without one.</exception>
    public PromptTemplate(string text)
    {
        if (Parse(text, null, _parts) is { } problem)
        {
            throw new ArgumentException(problem, nameof(text));
        }
    }

    /// <summary>The placeholders, each once.</summary>
    public IEnumerable<string> Names => _parts.Where(part => part.IsName).Select(part => part.Text).Distinct();

    /// <summary>What is wrong with a text; null where nothing is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">The placeholders that there are.</param>
    public static string? ProblemOf(string text, IReadOnlyList<string> names) => Parse(text, names, []);

    /// <summary>The text with its placeholders replaced.</summary>
    public string Render(Func<string, string> valueOf)
    {
        var text = new StringBuilder();
        foreach (Part part in _parts)
        {
            text.Append(part.IsName ? valueOf(part.Text) : part.Text);
        }

        return text.ToString();
    }

    private static string? Parse(string text, IReadOnlyList<string>? names, List<Part> parts)
    {
        int at = 0;
        while (at < text.Length)
        {
            int brace = text.AsSpan(at).IndexOfAny('{', '}');
            int end = brace < 0 ? text.Length : at + brace;
            if (end > at)
            {
                parts.Add(new Part(text[at..end], false));
            }

            if (end == text.Length)
            {
                break;
            }

            if (end + 1 < text.Length && text[end + 1] == text[end])
            {
                parts.Add(new Part(text[end..(end + 1)], false));
                at = end + 2;
                continue;
            }

            int close = text[end] == '{' ? text.IndexOf('}', end) : -1;
            string name = close < 0 ? "" : text[(end + 1)..close];
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterLower(c) || c == '_'))
            {
                return $"a single '{text[end]}' {Place(text, end)}; accepted: {{name}} of a placeholder, or {{{{ and }}}} for the braces themselves";
            }

            if (names is not null && !names.Contains(name))
            {
                string hint = Spelling.Nearest(name, names) is { } nearest ? $"did you mean '{{{nearest}}}'? " : "";
                return $"unknown placeholder '{{{name}}}' {Place(text, end)}; {hint}accepted: {string.Join(", ", names.Select(n => $"{{{n}}}"))}";
            }

            parts.Add(new Part(name, true));
            at = close + 1;
        }

        return null;
    }

    private static string Place(string text, int at) =>
        string.Create(CultureInfo.InvariantCulture, $"in line {1 + text.AsSpan(0, at).Count('\n')} of the text");

    private readonly record struct Part(string Text, bool IsName);
}
