using System.Text;
using LoadGen.Tokenization.Pipeline;
using LoadGen.Tokenization.Splitting;

namespace LoadGen.Tokenization.Normalizing;

/// <summary>Puts a text before each that is not empty.</summary>
internal sealed class PrependNormalizer(byte[] prefix) : Normalizer
{
    public override void Apply(ReadOnlySpan<byte> text, ByteBuffer output, NormalizerScratch scratch)
    {
        output.Add(text.IsEmpty ? [] : prefix);
        output.Add(text);
    }
}

/// <summary>Replaces the matches of a pattern.</summary>
internal sealed class ReplaceNormalizer(PieceFinder finder, byte[] replacement) : Normalizer
{
    public override void Apply(ReadOnlySpan<byte> text, ByteBuffer output, NormalizerScratch scratch)
    {
        finder.Begin(text, scratch.Finder);
        int last = 0;
        while (finder.TryFind(text, scratch.Finder, last, out int start, out int end))
        {
            output.Add(text[last..start]);
            output.Add(replacement);
            last = end;
        }

        output.Add(text[last..]);
    }
}

/// <summary>Takes blanks off the ends.</summary>
internal sealed class StripNormalizer(bool isLeft, bool isRight) : Normalizer
{
    public override void Apply(ReadOnlySpan<byte> text, ByteBuffer output, NormalizerScratch scratch)
    {
        int start = isLeft ? CoveringFinder.EndOfRun(text, 0, CharClass.Space) : 0;
        int end = text.Length;
        while (isRight && end > start && CharClasses.LengthBefore(text, end) is int length
            && (CharClasses.At(text, end - length, out _) & CharClass.Space) != 0)
        {
            end -= length;
        }

        output.Add(text[start..end]);
    }
}

/// <summary>Small letters, each character for itself: a final sigma is as any other.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    // The one character whose small letter is two.
    private const int CapitalDottedI = 0x130;

    public override void Apply(ReadOnlySpan<byte> text, ByteBuffer output, NormalizerScratch scratch)
    {
        for (int at = 0; at < text.Length;)
        {
            int codePoint = CharClasses.Decode(text, at, out int length);
            if (codePoint == CapitalDottedI)
            {
                output.Add("i\u0307"u8);
            }
            else
            {
                output.Add(Rune.ToLowerInvariant(new Rune(codePoint)));
            }

            at += length;
        }
    }
}

/// <summary>Takes marks off. Of a text not decomposed before (NFD) those that stand alone only.</summary>
internal sealed class StripAccentsNormalizer : Normalizer
{
    public override bool LeavesAlone(ReadOnlySpan<byte> text) => Ascii.IsValid(text);

    public override void Apply(ReadOnlySpan<byte> text, ByteBuffer output, NormalizerScratch scratch)
    {
        for (int at = 0; at < text.Length;)
        {
            CharClass kind = CharClasses.At(text, at, out int length);
            output.Add((kind & CharClass.Mark) != 0 ? [] : text.Slice(at, length));
            at += length;
        }
    }
}
