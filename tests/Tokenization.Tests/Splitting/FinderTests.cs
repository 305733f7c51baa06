using System.Text;
using System.Text.Json;
using LoadGen.Tokenization.Splitting;
using LoadGen.Tokenization.Tests.Support;

namespace LoadGen.Tokenization.Tests.Splitting;

/// <summary>Finders written by hand against the regular expressions that they stand for.</summary>
public class FinderTests
{
    private const int Seed = 7;
    private const int Texts = 4000;

    // tiktoken's has possessive quantifiers, which the framework has not; they change how it backtracks, not what it finds.
    private const string WithoutPossessives =
        @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s+\z|\s*[\r\n]|\s+(?!\S)|\s";

    public static TheoryData<string> KnownPatterns() => [.. Patterns.Known];

    [Theory]
    [MemberData(nameof(KnownPatterns))]
    public void A_finder_written_by_hand_finds_what_the_regular_expression_finds(string pattern)
    {
        PieceFinder byHand = Patterns.FinderOf(pattern);
        PieceFinder byRegex = Patterns.ByRegex(pattern == Cl100kFinder.TiktokenPattern ? WithoutPossessives : pattern);
        Assert.IsNotType<RegexFinder>(byHand);
        var random = new Random(Seed);
        for (int i = 0; i < Texts; i++)
        {
            // The framework's case folding leaves out the long s, which Oniguruma's and Rust's have.
            string text = RandomText.Make(random, parts: random.Next(1, 24)).Replace("ſ", "", StringComparison.Ordinal);
            Assert.True(Found(byRegex, text) == Found(byHand, text), $"seed {Seed}, text {i}: {Escaped(text)}\nregex {Found(byRegex, text)}\nhand  {Found(byHand, text)}");
        }
    }

    [Fact]
    public void The_texts_have_characters_of_every_category_but_surrogates() => Assert.Equal(29, RandomText.Categories);

    [Theory]
    [InlineData("x'ſ y", "x|'ſ| y")]
    [InlineData("x'S'll'RE'x", "x|'S|'ll|'RE|'x")]
    public void Contractions_know_no_case_and_the_long_s(string text, string pieces) =>
        Assert.Equal(pieces, string.Join('|', Pieces(Patterns.FinderOf(Cl100kFinder.Pattern), text)));

    [Theory]
    [InlineData("llama3", 1)]
    [InlineData("qwen", 1)]
    [InlineData("o200k", 1)]
    [InlineData("deepseek-v3", 3)]
    public void The_patterns_in_the_files_of_model_families_are_known(string name, int count)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(TestData.Path("trained", name + ".json")));
        string[] patterns =
        [
            .. document.RootElement.GetProperty("pre_tokenizer").GetProperty("pretokenizers").EnumerateArray()
                .Where(step => step.TryGetProperty("pattern", out _)).Select(step => step.GetProperty("pattern").GetProperty("Regex").GetString()!),
        ];
        Assert.Equal(count, patterns.Length);
        Assert.All(patterns, pattern => Assert.IsNotType<RegexFinder>(Patterns.FinderOf(pattern)));
    }

    [Fact]
    public void Control_characters_in_a_pattern_are_the_same_as_their_escapes() =>
        Assert.IsType<DeepSeekFinder>(Patterns.FinderOf(
            DeepSeekFinder.Pattern.Replace(@"\r", "\r", StringComparison.Ordinal).Replace(@"\n", "\n", StringComparison.Ordinal)));

    [Theory]
    [InlineData(@"\p{L}+", "a𝐀b 𠀀", "a𝐀b|𠀀")]
    [InlineData(@".", "𝐀\n1", "𝐀|1")]
    [InlineData(@"\w+", "aंⅷ_ -", "aंⅷ_")]
    [InlineData(@"[^\w]", "a ", " ")]
    [InlineData(@"\p{^L}", "a1", "1")]
    [InlineData(@"^a", "a\nab", "a|a")]
    public void Patterns_mean_what_they_mean_in_Oniguruma(string pattern, string text, string found) =>
        Assert.Equal(found, string.Join('|', Pieces(Patterns.FinderOf(pattern), text)));

    [Theory]
    [InlineData(@"\p{L}++", "possessive")]
    [InlineData(@"a?+", "possessive")]
    [InlineData(@"\p{Han}", "general category")]
    [InlineData(@"[[:alpha:]]", "class within a class")]
    [InlineData(@"[a-z&&[aeiou]]", "class within a class")]
    [InlineData(@"\h", @"\h")]
    [InlineData(@"\bword", @"\b")]
    [InlineData(@"(?m).", "(?m")]
    [InlineData(@"😀", "beyond U+FFFF")]
    [InlineData(@"(", "cannot be read")]
    [InlineData(@"\", "backslash")]
    public void Patterns_that_mean_another_thing_here_are_refused(string pattern, string reason)
    {
        FormatException error = Assert.Throws<FormatException>(() => Patterns.FinderOf(pattern));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(pattern, error.Message, StringComparison.Ordinal);
    }

    private static string Found(PieceFinder finder, string text) => string.Join(' ', Spans(finder, text).Select(span => $"{span.Start}-{span.End}"));

    private static IEnumerable<string> Pieces(PieceFinder finder, string text) =>
        Spans(finder, text).Select(span => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)[span.Start..span.End]));

    private static List<(int Start, int End)> Spans(PieceFinder finder, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var scratch = new FinderScratch();
        finder.Begin(utf8, scratch);
        var spans = new List<(int, int)>();
        int last = 0;
        while (finder.TryFind(utf8, scratch, last, out int start, out int end))
        {
            spans.Add((start, end));
            last = end;
        }

        return spans;
    }

    private static string Escaped(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value is >= ' ' and < 0x7f ? rune.ToString() : $"\\u{{{rune.Value:X}}}"));
}
