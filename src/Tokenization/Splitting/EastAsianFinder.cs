namespace LoadGen.Tokenization.Splitting;

/// <summary>Runs of Chinese characters and Japanese kana, the second pattern of DeepSeek V3.</summary>
internal sealed class EastAsianFinder : PieceFinder
{
    public const string Pattern = "[一-龥぀-ゟ゠-ヿ]+";

    // U+3040 is the lowest: E3 81 80.
    private const byte LowestLead = 0xE3;

    public override bool TryFind(ReadOnlySpan<byte> text, FinderScratch scratch, int from, out int start, out int end)
    {
        start = from;
        while (true)
        {
            int lead = text[start..].IndexOfAnyInRange(LowestLead, (byte)0xE9);
            if (lead < 0)
            {
                end = start = text.Length;
                return false;
            }

            start += lead;
            end = start;
            while (end < text.Length && IsOne(CharClasses.Decode(text, end, out int length)))
            {
                end += length;
            }

            if (end > start)
            {
                return true;
            }

            start += 3;
        }
    }

    private static bool IsOne(int codePoint) => codePoint is (>= 0x4E00 and <= 0x9FA5) or (>= 0x3040 and <= 0x30FF);
}
