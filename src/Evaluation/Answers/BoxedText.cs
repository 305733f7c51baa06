namespace LoadGen.Evaluation.Answers;

/// <summary>
/// Finds what a formula puts into a box: <c>\boxed{…}</c> or <c>\fbox{…}</c>, braces within it balanced, or <c>\boxed 5</c>. One pass over
/// the text, however many boxes were begun and never closed.
/// </summary>
internal static class BoxedText
{
    private static readonly string[] s_commands = ["\\boxed", "\\fbox"];

    /// <summary>The content of the last box that is whole; null for none, or where an answer was cut off within its only one.</summary>
    public static string? Last(string text)
    {
        // Braces that are open, and whether each is a box's.
        var open = new Stack<(int At, bool IsBox)>();
        Range? last = null;
        int lastStart = -1;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when CommandAt(text, i) is { } length:
                    int start = i + length;
                    int content = Skip(text, start);
                    if (content < text.Length && text[content] == '{')
                    {
                        open.Push((content, true));
                        i = content;
                    }
                    else if (content > start && WordEnd(text, content) is var end && end > content)
                    {
                        // Without braces a command takes one letter; people mean the word.
                        (last, lastStart) = (content..end, content);
                        i = end - 1;
                    }

                    break;
                case '\\':
                    // A brace behind it is a sign, and holds nothing together.
                    i++;
                    break;
                case '{':
                    open.Push((i, false));
                    break;
                case '}' when open.TryPop(out (int At, bool IsBox) brace):
                    if (brace.IsBox && brace.At > lastStart)
                    {
                        (last, lastStart) = ((brace.At + 1)..i, brace.At);
                    }

                    break;
            }
        }

        return last is { } found ? text[found].Trim() : null;
    }

    private static int? CommandAt(string text, int at)
    {
        foreach (string command in s_commands)
        {
            if (string.CompareOrdinal(text, at, command, 0, command.Length) == 0)
            {
                return command.Length;
            }
        }

        return null;
    }

    private static int Skip(string text, int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        return at;
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('$' or '\\' or '}'))
        {
            at++;
        }

        return at;
    }
}
