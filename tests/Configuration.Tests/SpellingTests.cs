namespace LoadGen.Configuration.Tests;

public class SpellingTests
{
    private static readonly string[] s_known = ["round_robin", "random", "least_requests", "url", "port"];

    [Theory]
    [InlineData("roundrobin", "round_robin")]
    [InlineData("round-robin", "round_robin")]
    [InlineData("Random", "random")]
    [InlineData("least_request", "least_requests")]
    [InlineData("ulr", "url")]
    [InlineData("prot", "port")]
    public void A_misspelling_finds_its_name(string text, string name) => Assert.Equal(name, Spelling.Nearest(text, s_known));

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("weighted")]
    public void Another_word_finds_none(string text) => Assert.Null(Spelling.Nearest(text, s_known));
}
