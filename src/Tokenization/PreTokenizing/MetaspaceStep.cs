using LoadGen.Tokenization.Pipeline;

namespace LoadGen.Tokenization.PreTokenizing;

/// <summary>SentencePiece's way: blanks become a visible character, one is put before, and words begin with it.</summary>
/// <param name="replacement">The visible character, most often U+2581.</param>
/// <param name="scheme">When one is put before.</param>
/// <param name="isSplit">Whether words become pieces.</param>
internal sealed class MetaspaceStep(byte[] replacement, PrependScheme scheme, bool isSplit) : PreTokenizer
{
    public override void Split(ReadOnlySpan<byte> text, bool isStart, int step, PieceRun run)
    {
        ByteBuffer written = run.Scratch(step).Bytes;
        written.Clear();
        bool isPrepended = scheme == PrependScheme.Always || (scheme == PrependScheme.First && isStart);
        if (isPrepended && text[0] != ' ' && !text.StartsWith(replacement))
        {
            written.Add(replacement);
        }

        while (text.IndexOf((byte)' ') is >= 0 and int blank)
        {
            written.Add(text[..blank]);
            written.Add(replacement);
            text = text[(blank + 1)..];
        }

        written.Add(text);
        if (isSplit)
        {
            SplitWords(written.Written, isStart, step, run);
        }
        else
        {
            run.Next(step, written.Written, isStart);
        }
    }

    // Each replacement belongs to what follows it: of several in a row the last one only.
    private void SplitWords(ReadOnlySpan<byte> text, bool isStart, int step, PieceRun run)
    {
        int start = 0;
        while (start < text.Length)
        {
            int searchFrom = text[start..].StartsWith(replacement) ? start + replacement.Length : start;
            int next = text[searchFrom..].IndexOf(replacement);
            int end = next < 0 ? text.Length : searchFrom + next;
            run.Next(step, text[start..end], isStart && start == 0);
            start = end;
        }
    }
}
