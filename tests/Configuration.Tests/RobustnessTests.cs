using FsCheck;
using FsCheck.Fluent;

namespace LoadGen.Configuration.Tests;

public class RobustnessTests
{
    private static readonly string[] s_pieces =
        ["name", ": ", ":", "\n", "  ", "- ", "[", "]", "{", "}", ",", "'", "\"", "#", "&a ", "*a", "!t ", "|", ">", "?", "---", "...", "%YAML 1.2\n", "\t", "x", "1", "<<", "door", "doors", "é", "@", "`", "~"];

    [Fact]
    public void Any_text_is_either_read_or_refused_with_positions() =>
        Prop.ForAll(Gen.Elements(s_pieces).ListOf().Select(string.Concat).ToArbitrary(), IsReadOrRefused)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(60));

    [Theory]
    [InlineData("  : x?>}<<@é---|@*a")]
    [InlineData("name: [1, 2\nfloors: 3\n")]
    public void Text_that_breaks_the_parser_itself_is_refused_too(string text) => Assert.True(IsReadOrRefused(text));

    [Fact]
    public void A_file_cut_anywhere_is_either_read_or_refused()
    {
        const string Whole = "name: 'x'\ndoors:\n- {width_m: 1, colour: \"red\"}\nrooms: {a: 1}\ntags:\n  - |\n    text\n  - [1, 2]\n";
        Assert.All(Enumerable.Range(0, Whole.Length), length => Assert.True(IsReadOrRefused(Whole[..length]), Whole[..length]));
    }

    private static bool IsReadOrRefused(string text)
    {
        try
        {
            House.Parse(text);
            return true;
        }
        catch (ConfigurationException e)
        {
            return e.Problems.Count > 0 && e.Problems.All(p => p is { Line: >= 1, Column: >= 1, Message.Length: > 0 });
        }
    }
}
