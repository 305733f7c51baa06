using System.Globalization;
using System.Text;

namespace LoadGen.Tokenization.Tests.Support;

/// <summary>Random text that tries tokenizers: letters of each case, marks, numbers, blanks, new lines, signs, and every category of Unicode.</summary>
internal static class RandomText
{
    private static readonly string[] s_parts =
        [" ", "  ", "\n", "\r\n", "\t", "'s", "'LL", "'re", "'", "a", "B", "word", "Word", "WORD", "1", "23", ".", "/", "!?", "-", "é", "e\u0301", "中", "文字", "ー", "ｶ", "😀", "\u00a0", "\u2028", "٣", "²", "ǅ", "ʰ", "_"];

    private static readonly Rune[][] s_byCategory = [.. Runes().GroupBy(Rune.GetUnicodeCategory).Select(group => group.ToArray())];

    /// <summary>How many categories there are characters of.</summary>
    public static int Categories => s_byCategory.Length;

    public static string Make(Random random, int parts)
    {
        var text = new StringBuilder();
        for (int i = 0; i < parts; i++)
        {
            if (random.Next(3) > 0)
            {
                text.Append(s_parts[random.Next(s_parts.Length)]);
            }
            else
            {
                Rune[] category = s_byCategory[random.Next(s_byCategory.Length)];
                text.Append(category[random.Next(category.Length)]);
            }
        }

        return text.ToString();
    }

    private static IEnumerable<Rune> Runes() =>
        from code in Enumerable.Range(0, 0x110000)
        where Rune.IsValid(code) && (code < 0x20000 || CharUnicodeInfo.GetUnicodeCategory(code) != UnicodeCategory.OtherNotAssigned)
        select new Rune(code);
}
