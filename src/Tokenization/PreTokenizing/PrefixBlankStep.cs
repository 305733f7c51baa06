using LoadGen.Tokenization.Pipeline;

namespace LoadGen.Tokenization.PreTokenizing;

/// <summary>ByteLevel's <c>add_prefix_space</c>: a blank before each text that begins with none.</summary>
internal sealed class PrefixBlankStep : PreTokenizer
{
    public override void Split(ReadOnlySpan<byte> text, bool isStart, int step, PieceRun run)
    {
        if (text[0] == ' ')
        {
            run.Next(step, text, isStart);
            return;
        }

        ByteBuffer written = run.Scratch(step).Bytes;
        written.Clear();
        written.Add((byte)' ');
        written.Add(text);
        run.Next(step, written.Written, isStart);
    }
}
