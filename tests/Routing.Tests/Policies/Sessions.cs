namespace LoadGen.Routing.Tests.Policies;

/// <summary>Synthetic prompts: sessions that grow turn by turn behind a beginning that all of them have.</summary>
internal static class Sessions
{
    /// <summary>Bytes that look random but are the same for the same number.</summary>
    public static byte[] Text(int number, int bytes)
    {
        byte[] text = new byte[bytes];
        new Random(number).NextBytes(text);
        return text;
    }

    /// <summary>The prompt of a session's turn (0: the first): the common beginning, then all turns so far.</summary>
    public static byte[] Prompt(int session, int turn, int commonBytes, int turnBytes) =>
        [.. Text(-1, commonBytes), .. Text(session, (turn + 1) * turnBytes)];
}
