using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LoadGen.Tokenization.Splitting;

/// <summary>
/// Any pattern, by the framework's regular expressions. They see UTF-16 units where the patterns mean characters: each character
/// beyond U+FFFF is therefore shown to them as one of the same general category within, so that <c>\p{L}</c> and <c>.</c> mean what
/// they say.
/// </summary>
internal sealed class RegexFinder(Regex regex) : PieceFinder
{
    private static readonly char[] s_standIns = MakeStandIns();

    public override void Begin(ReadOnlySpan<byte> text, FinderScratch scratch)
    {
        scratch.Reserve(text.Length);
        int count = 0;
        for (int at = 0; at < text.Length;)
        {
            int codePoint = CharClasses.Decode(text, at, out int length);
            scratch.Chars[count] = codePoint <= char.MaxValue ? (char)codePoint : s_standIns[(int)CharUnicodeInfo.GetUnicodeCategory(codePoint)];
            scratch.Starts[count++] = at;
            at += length;
        }

        scratch.Starts[count] = text.Length;
        scratch.Count = count;
        scratch.Next = 0;
    }

    public override bool TryFind(ReadOnlySpan<byte> text, FinderScratch scratch, int from, out int start, out int end)
    {
        foreach (ValueMatch match in regex.EnumerateMatches(scratch.Chars.AsSpan(0, scratch.Count), scratch.Next))
        {
            if (match.Length > 0)
            {
                scratch.Next = match.Index + match.Length;
                start = scratch.Starts[match.Index];
                end = scratch.Starts[scratch.Next];
                return true;
            }
        }

        start = end = text.Length;
        return false;
    }

    // The last of its category below the surrogates, but no kana: patterns that name particular characters name those before, and kana.
    private static char[] MakeStandIns()
    {
        char[] standIns = new char[30];
        Array.Fill(standIns, (char)Rune.ReplacementChar.Value);
        foreach (int c in Enumerable.Range(0, 0xD800).Where(c => c is < 0x3040 or > 0x30FF))
        {
            standIns[(int)CharUnicodeInfo.GetUnicodeCategory(c)] = (char)c;
        }

        standIns[(int)UnicodeCategory.PrivateUse] = '\uE000';
        return standIns;
    }
}
