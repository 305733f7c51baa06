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

/// <summary>
/// Takes marks off. Of a text not decomposed before (NFD) those that stand alone only. The reference's table of marks is that of
/// Unicode 12.1, which ids must agree with: marks that came later stay.
/// </summary>
internal sealed class StripAccentsNormalizer : Normalizer
{
    public override bool LeavesAlone(ReadOnlySpan<byte> text) => Ascii.IsValid(text);

    public override void Apply(ReadOnlySpan<byte> text, ByteBuffer output, NormalizerScratch scratch)
    {
        for (int at = 0; at < text.Length;)
        {
            int codePoint = CharClasses.Decode(text, at, out int length);
            bool isMark = (CharClasses.Of(codePoint) & CharClass.Mark) != 0;
            output.Add(isMark && !IsRecent(codePoint) ? [] : text.Slice(at, length));
            at += length;
        }
    }

    // Marks since Unicode 13; what is no mark may lie between them.
    private static bool IsRecent(int codePoint) => codePoint is
        (>= 0x897 and <= 0x8D2) or 0xB55 or 0xC3C or 0xCF3 or 0xD81 or 0xECE or 0x1715 or 0x180F or (>= 0x1ABF and <= 0x1AEB) or 0x1DFA or 0xA82C
        or (>= 0x10D69 and <= 0x10D6D) or (>= 0x10EAB and <= 0x10EFF) or (>= 0x10F82 and <= 0x10F85) or (>= 0x11070 and <= 0x11074) or 0x110C2
        or (>= 0x111CE and <= 0x111CF) or 0x11241 or (>= 0x113B8 and <= 0x113E2) or (>= 0x11930 and <= 0x11943) or (>= 0x11B60 and <= 0x11B67)
        or (>= 0x11F00 and <= 0x11F5A) or (>= 0x13440 and <= 0x13455) or (>= 0x1611E and <= 0x1612F) or (>= 0x16FE4 and <= 0x16FF1)
        or (>= 0x1CF00 and <= 0x1CF46) or 0x1E08F or 0x1E2AE or (>= 0x1E4EC and <= 0x1E4EF) or (>= 0x1E5EE and <= 0x1E5EF) or (>= 0x1E6E3 and <= 0x1E6F5);
}
