using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary><c>loadgen tokenize</c>, with a tokenizer of a few tokens.</summary>
public sealed class TokenizeTests : IDisposable
{
    private const string Tokenizer = """
        {"added_tokens": [{"id": 5, "content": "<s>", "special": true}],
         "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
           "special_tokens": {"<s>": {"id": "<s>", "ids": [5], "tokens": ["<s>"]}}},
         "decoder": {"type": "Fuse"}, "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2, "\u00e9": 3, "\n": 4}, "merges": ["a b"]}}
        """;

    private readonly TempFolder _folder = new();
    private readonly string _tokenizer;

    public TokenizeTests()
    {
        _tokenizer = Written("tokenizer.json", Tokenizer);
        Written("tokenizer_config.json", """{"bos_token": "<s>", "chat_template": "{{ bos_token }}{{ messages[0].content }}{% if mark %}b{% endif %}"}""");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Text_becomes_ids_and_ids_text()
    {
        string text = Written("text.txt", "abaé<s>");
        Assert.Equal("2 0 3 5\n", (await Run(text)).Stdout);
        Assert.Equal("2 0 3 5\n", (await Run(text, "--ids")).Stdout);
        Assert.Equal("5 2 0 3 5\n", (await Run(text, "--special")).Stdout);
        Assert.Equal("4\n", (await Run(text, "--count")).Stdout);
        Assert.Equal("{\"tokens\":4,\"bytes\":8,\"ids\":[2,0,3,5]}\n", (await Run(text, "--json")).Stdout);
        Assert.Equal("{\"tokens\":4,\"bytes\":8}\n", (await Run(text, "--json", "--count")).Stdout);

        string ids = Written("ids.txt", "[2, 0,3 5]\n");
        // Output is caught by lines: the text itself ends without one.
        Assert.Equal("abaé\n", (await Run(ids, "--decode")).Stdout);
        Assert.Equal("abaé<s>\n", (await Run(ids, "--decode", "--special")).Stdout);
        Assert.Equal("{\"text\":\"aba\\u00E9\"}\n", (await Run(ids, "--decode", "--json")).Stdout);
    }

    [Fact]
    public async Task A_conversation_goes_through_the_template()
    {
        string messages = Written("messages.json", """[{"role": "user", "content": "ab"}]""");
        Assert.Equal("5 2\n", (await Run("--chat", messages)).Stdout);
        string whole = Written("whole.json", """{"messages": [{"role": "user", "content": "ab"}], "mark": true}""");
        Assert.Equal("{\"tokens\":3,\"bytes\":6,\"prompt\":\"\\u003Cs\\u003Eabb\",\"ids\":[5,2,1]}\n", (await Run("--chat", whole, "--json")).Stdout);
    }

    [Theory]
    [InlineData("--tokenizer PATH is required", "text.txt")]
    [InlineData("none.json: does not exist", "text.txt", "--tokenizer", "none.json")]
    [InlineData("none.txt does not exist", "none.txt", "--tokenizer", "T")]
    [InlineData("exclude each other", "text.txt", "--tokenizer", "T", "--ids", "--count")]
    [InlineData("begins no id", "text.txt", "--tokenizer", "T", "--decode")]
    [InlineData("neither an array of messages nor", "--tokenizer", "T", "--chat", "T")]
    [InlineData("is not JSON", "--tokenizer", "T", "--chat", "text.txt")]
    [InlineData("messages[0] has no 'content'; it has role", "--tokenizer", "T", "--chat", "bare.json")]
    [InlineData("a pattern belongs to a file of ranks", "text.txt", "--tokenizer", "T", "--pattern", "o200k_base")]
    public async Task What_cannot_be_done_is_said_in_a_line(string reason, params string[] arguments)
    {
        string text = Written("text.txt", "ab");
        string bare = Written("bare.json", """[{"role": "user"}]""");
        Written("tokenizer_config.json", """{"chat_template": "{{ messages[0].content + '' }}"}""");
        Finished run = await Loadgen.RunAsync(
            ["tokenize", .. arguments.Select(a => a switch { "T" => _tokenizer, "text.txt" => text, "bare.json" => bare, _ => a })]);
        run.Exits(Loadgen.Usage);
        Assert.Contains(reason, run.Stderr, StringComparison.Ordinal);
    }

    private async Task<Finished> Run(params string[] arguments) =>
        (await Loadgen.RunAsync(["tokenize", .. arguments, "--tokenizer", _tokenizer])).Exits(Loadgen.Ok);

    private string Written(string name, string text)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
