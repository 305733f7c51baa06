namespace LoadGen.Verdicts;

/// <summary>Messages that quote what somebody else wrote.</summary>
internal static class OneLine
{
    /// <summary>The text on one line, and with nothing in it that a terminal would obey.</summary>
    public static string Of(string text) => text.Any(char.IsControl)
        ? string.Create(text.Length, text, static (line, from) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        })
        : text;
}
