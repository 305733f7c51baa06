namespace LoadGen.Evaluation.Answers;

/// <summary>Finds what a formula puts into a box: <c>\boxed{…}</c> or <c>\fbox{…}</c>, braces within it balanced, or <c>\boxed 5</c>.</summary>
internal static class BoxedText
{
    private static readonly string[] s_commands = ["\\boxed", "\\fbox"];

    /// <summary>The content of the last box that is whole; null for none, or where an answer was cut off within its only one.</summary>
    public static string? Last(string text)
    {
        int at = text.Length;
        while (at > 0 && s_commands.Max(command => text.LastIndexOf(command, at - 1, StringComparison.Ordinal)) is var start and >= 0)
        {
            if (Content(text, start) is { } content)
            {
                return content;
            }

            at = start;
        }

        return null;
    }

    private static string? Content(string text, int start)
    {
        int at = start + s_commands.First(command => string.CompareOrdinal(text, start, command, 0, command.Length) == 0).Length;
        int open = at;
        while (open < text.Length && text[open] == ' ')
        {
            open++;
        }

        if (open == text.Length)
        {
            return null;
        }

        if (text[open] != '{')
        {
            // Without braces a command takes one letter; people mean the word.
            int end = open;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('$' or '\\'))
            {
                end++;
            }

            return open > at && end > open ? text[open..end] : null;
        }

        int depth = 0;
        for (int i = open; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    // A brace behind it is a sign, and holds nothing together.
                    i++;
                    break;
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return text[(open + 1)..i].Trim();
            }
        }

        return null;
    }
}
