using LoadGen.Tokenization.Templates;
using LoadGen.Tokenization.Tests.Support;

namespace LoadGen.Tokenization.Tests;

/// <summary>What stands beside a tokenizer.</summary>
public class TokenizerConfigTests
{
    [Fact]
    public void Tokens_are_strings_or_objects()
    {
        using var folder = new TempFolder();
        folder.Write("tokenizer_config.json", """{"bos_token": "<s>", "eos_token": {"content": "</s>", "lstrip": false}, "other": 1}""");
        TokenizerConfig config = TokenizerConfig.Load(folder.Path);
        Assert.Equal(("<s>", "</s>"), (config.BosToken, config.EosToken));
        Assert.Null(config.TemplateFor());
    }

    [Fact]
    public void There_may_be_a_template_for_tools()
    {
        using var folder = new TempFolder();
        folder.Write("tokenizer_config.json", """{"chat_template": [{"name": "default", "template": "plain"}, {"name": "tool_use", "template": "tools"}]}""");
        TokenizerConfig config = TokenizerConfig.Load(folder.File("tokenizer.json"));
        Assert.Equal("plain", config.TemplateFor()!.Render("x"));
        Assert.Equal("tools", config.TemplateFor(hasTools: true)!.Render("x"));
    }

    [Fact]
    public void A_file_of_its_own_goes_before()
    {
        using var folder = new TempFolder();
        folder.Write("tokenizer_config.json", """{"chat_template": "{% never read"}""");
        folder.Write("chat_template.jinja", "{{ bos_token }}{{ messages[0].content }}");
        Assert.Equal("<s>hello", TokenizerConfig.Load(folder.Path).TemplateFor(hasTools: true)!.Render("hello", bosToken: "<s>"));
    }

    [Fact]
    public void Where_nothing_is_there_nothing_is_known()
    {
        using var folder = new TempFolder();
        TokenizerConfig config = TokenizerConfig.Load(folder.Path);
        Assert.Null(config.BosToken);
        Assert.Null(config.TemplateFor());
    }

    [Fact]
    public void What_is_wrong_is_said_by_file()
    {
        using var folder = new TempFolder();
        string file = folder.Write("tokenizer_config.json", "{");
        Assert.StartsWith(file, Assert.Throws<TokenizerException>(() => TokenizerConfig.Load(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("tokenizer_config.json", """{"bos_token": 5}""");
        Assert.Contains("$.bos_token", Assert.Throws<TokenizerException>(() => TokenizerConfig.Load(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("tokenizer_config.json", """{"chat_template": "a\n{% if %}"}""");
        TemplateException error = Assert.Throws<TemplateException>(() => TokenizerConfig.Load(folder.Path));
        Assert.Equal(2, error.Line);
        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
    }
}
