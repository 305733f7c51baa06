using System.Text;
using LoadGen.Tokenization.Pipeline;
using LoadGen.Tokenization.Splitting;
using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.PreTokenizing;

/// <summary>Writes bytes as ByteLevel's characters. Needed only where other steps come after ByteLevel, and see what it made.</summary>
internal sealed class WriteAlphabetStep : PreTokenizer
{
    public override void Split(ReadOnlySpan<byte> text, bool isStart, int step, PieceRun run)
    {
        ByteBuffer written = run.Scratch(step).Bytes;
        written.Clear();
        foreach (byte value in text)
        {
            written.Add(new Rune(ByteLevelAlphabet.CharOf(value)));
        }

        run.Next(step, written.Written, isStart);
    }
}

/// <summary>Reads ByteLevel's characters back into bytes, for the model.</summary>
internal sealed class ReadAlphabetStep : PreTokenizer
{
    public override void Split(ReadOnlySpan<byte> text, bool isStart, int step, PieceRun run)
    {
        ByteBuffer read = run.Scratch(step).Bytes;
        read.Clear();
        for (int at = 0; at < text.Length;)
        {
            read.Add((byte)ByteLevelAlphabet.ByteOf(CharClasses.Decode(text, at, out int length)));
            at += length;
        }

        run.Next(step, read.Written, isStart);
    }
}
