using LoadGen.Tokenization.Splitting;
using LoadGen.Tokenization.Tests.Support;

namespace LoadGen.Tokenization.Tests.Reading;

/// <summary>Files of ranks.</summary>
public class RankFileTests
{
    private const string Ranks = "YQ== 0\nYg== 1\nYWI= 2\nIA== 3\r\n";

    [Fact]
    public void The_pattern_may_be_given()
    {
        using var folder = new TempFolder();
        string path = folder.Write("own.tiktoken", Ranks);
        Assert.Equal([2, 3, 2], Tokenizer.Load(path, new TokenizerOptions { Pattern = @"\S+|\s" }).Ids("ab ab"));
        Assert.Equal([0, 1], Tokenizer.Load(path, new TokenizerOptions { Pattern = "[a-z]" }).Ids("ab"));
    }

    [Fact]
    public void A_folder_is_its_tokenizer()
    {
        using var folder = new TempFolder();
        folder.Write("r50k_base.tiktoken", Ranks);
        Tokenizer tokenizer = Tokenizer.Load(folder.Path);
        Assert.Equal([2, 50256, 2], tokenizer.Ids("ab<|endoftext|>ab"));

        folder.Write("tokenizer.json", SmallTokenizer.Json());
        Assert.Equal([7], Tokenizer.Load(folder.Path).Ids("abc"));
    }

    [Theory]
    [InlineData("own.tiktoken", Ranks, null, "o200k_base, o200k_harmony, cl100k_base")]
    [InlineData("o200k_base.tiktoken", "YQ== x\n", null, "line 1")]
    [InlineData("o200k_base.tiktoken", "YQ== 0\n!!! 1\n", null, "line 2")]
    [InlineData("o200k_base.tiktoken", "YQ== 0\nYg== 0\n", null, "line 2")]
    [InlineData("o200k_base.tiktoken", "", null, "is empty")]
    [InlineData("r50k_base.tiktoken", "YQ== 50256\n", null, "these are not the ranks of r50k_base")]
    [InlineData("own.tiktoken", Ranks, "(", "cannot be read")]
    [InlineData("tokenizer.json", "{}", "o200k_base", "has its own")]
    public void What_cannot_be_read_is_refused(string name, string text, string? pattern, string reason)
    {
        using var folder = new TempFolder();
        string path = folder.Write(name, text);
        TokenizerException error = Assert.Throws<TokenizerException>(() => Tokenizer.Load(path, new TokenizerOptions { Pattern = pattern }));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(path, error.File);
    }

    [Fact]
    public void What_is_not_there_is_said()
    {
        using var folder = new TempFolder();
        Assert.Contains("does not exist", Assert.Throws<TokenizerException>(() => Tokenizer.Load(folder.File("none.json"))).Message, StringComparison.Ordinal);
        Assert.Contains("neither tokenizer.json nor", Assert.Throws<TokenizerException>(() => Tokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("tokenizer.model", "x");
        Assert.Contains("tokenizer.model is not read", Assert.Throws<TokenizerException>(() => Tokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoding_by_name_brings_its_pattern()
    {
        using var folder = new TempFolder();
        string path = folder.Write("own.tiktoken", Ranks);
        Assert.Equal(
            Tokenizer.Load(path, new TokenizerOptions { Pattern = O200kFinder.Pattern }).Ids("ab ab"),
            Tokenizer.Load(path, new TokenizerOptions { Pattern = "o200k_base" }).Ids("ab ab"));
    }
}
