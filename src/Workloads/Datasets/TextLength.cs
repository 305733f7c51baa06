namespace LoadGen.Workloads.Datasets;

/// <summary>How many tokens a text has: counted, or by characters / 4, which is about right for English and not for code or CJK.</summary>
internal readonly struct TextLength(ITokenCounter? counter)
{
    private const int CharactersPerToken = 4;

    /// <summary>Whether lengths are counted.</summary>
    public bool IsCounted => counter is not null;

    /// <summary>Tokens of a text, at least 1 where there is any text.</summary>
    public int Tokens(ReadOnlySpan<byte> utf8) =>
        counter is null ? (int)((Characters(utf8) + CharactersPerToken - 1) / CharactersPerToken) : counter.Count(utf8);

    /// <summary>Tokens of a recorded answer: its text, or where it has none the tool calls that the model wrote.</summary>
    public int Answer(ConversationTurn turn)
    {
        ReadOnlySpan<byte> text = turn.RecordedAnswer is { } answer ? answer.Text.Span : default;
        return Tokens(text.IsEmpty ? turn.RecordedAnswerJson.Span : text);
    }

    /// <summary>Characters (code points): all bytes but the second and further ones of a character.</summary>
    public static long Characters(ReadOnlySpan<byte> utf8)
    {
        long characters = 0;
        foreach (byte b in utf8)
        {
            characters += (sbyte)b >= -64 ? 1 : 0;
        }

        return characters;
    }
}
