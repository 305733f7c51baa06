using System.Text.Json;
using LoadGen.Tokenization.Templates;

namespace LoadGen.Tokenization.Tests.Templates;

/// <summary>What is said of templates that are not right, and of conversations that they cannot take.</summary>
public class ErrorTests
{
    [Theory]
    [InlineData("{% if x %}", 1, "the end of the template where {% elif %} or {% else %} or {% endif %} belongs")]
    [InlineData("a\n{% for x y %}{% endfor %}", 2, "y where in belongs")]
    [InlineData("a\n\n{{ x | nosuch }}", 3, "the filter nosuch is not known; known: abs, attr, capitalize")]
    [InlineData("{{ x is nosuch }}", 1, "the test nosuch is not known; known: boolean")]
    [InlineData("{% include 'x' %}", 1, "the block include is not supported; supported: if, for")]
    [InlineData("{% endif %}", 1, "ends nothing")]
    [InlineData("{{ 'open }}", 1, "a string has no end")]
    [InlineData("{{ x", 1, "has no end }}")]
    [InlineData("{# x", 1, "the comment {# has no end #}")]
    [InlineData("{{ a ? b }}", 1, "'?' is no part of an expression")]
    [InlineData("{{ (1, 2 }}", 1, "where ')' belongs")]
    [InlineData("{% raw %}", 1, "has no {% endraw %}")]
    [InlineData("{% if true %}{% endfor %}", 1, "{% endfor %} where")]
    public void A_template_that_is_not_right_is_refused_by_line(string source, int line, string reason)
    {
        TemplateException error = Assert.Throws<TemplateException>(() => ChatTemplate.Parse(source, "t.jinja"));
        Assert.Equal(line, error.Line);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n{{ messages[0].tool_calls[0].name }}", 2, "messages[0].tool_calls is asked for 0, but messages[0] has no 'tool_calls'; it has content, role")]
    [InlineData("{{ 'x' + messages[0].name }}", 1, "messages[0] has no 'name'; it has content, role")]
    [InlineData("{{ 'x' + thinking }}", 1, "'thinking' is undefined; there is add_generation_prompt, documents, messages, tools")]
    [InlineData("{% for m in messages %}\n{{ m.content.nosuch() }}\n{% endfor %}", 2, "m.content.nosuch is called, but m.content has no 'nosuch': it is a string")]
    [InlineData("{{ messages[5].role }}", 1, "messages has no element 5; it has 1")]
    [InlineData("{{ raise_exception('no ' ~ messages|length) }}", 1, "the template refuses the conversation: no 1")]
    [InlineData("{{ 1 + 'a' }}", 1, "a number does not go with + and a string")]
    [InlineData("{{ messages.append(1) }}", 1, "a list cannot be changed (append)")]
    [InlineData("{% set x = {} %}{% set x.y = 1 %}", 1, "x.y cannot be set: x is a mapping, not a namespace")]
    [InlineData("{{ 1 / 0 }}", 1, "division by zero")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1, "does a macro call itself")]
    [InlineData("{{ range(10000000) }}", 1, "range of more than")]
    [InlineData("{{ strftime_now('%Q') }}", 1, "%Q is not supported")]
    [InlineData("{% set a, b = [1] %}", 1, "1 values for the 2 names a, b")]
    [InlineData("{% macro m(a) %}{{ a + 1 }}{% endmacro %}{{ m() }}", 1, "m was called without its parameter a")]
    public void What_a_template_misses_is_said_by_line_and_with_what_there_is(string source, int line, string reason)
    {
        TemplateException error = Assert.Throws<TemplateException>(() => ChatTemplate.Parse(source, "t.jinja").Render("hello"));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(line, error.Line);
        Assert.StartsWith($"t.jinja:{line}: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ ", "(", "1", ")", " }}")]
    [InlineData("{{ ", "not ", "1", "", " }}")]
    [InlineData("{{ ", "- ", "1", "", " }}")]
    [InlineData("{{ 1", "", "", " + 1", " }}")]
    [InlineData("", "{% if 1 %}", "", "{% endif %}", "")]
    public void A_template_nested_too_deeply_is_an_error(string start, string open, string middle, string close, string end)
    {
        const int Levels = 100_000;
        string source = start + string.Concat(Enumerable.Repeat(open, Levels)) + middle + string.Concat(Enumerable.Repeat(close, Levels)) + end;
        TemplateException error = Assert.Throws<TemplateException>(() => ChatTemplate.Parse(source, "t").Render("x"));
        Assert.Contains("nested too deeply", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_is_that_of_the_clock_given() =>
        Assert.Equal("01 Jan 2026, 1.1., 00:00", ChatTemplate.Parse("{{ strftime_now('%d %b %Y, %-d.%-m., %H:%M') }}", "t", new ManualTime()).Render("x"));

    [Fact]
    public void Variables_of_ones_own_are_seen()
    {
        using var document = JsonDocument.Parse("""{"messages": [], "flag": true}""");
        var inputs = new ChatInputs { Messages = document.RootElement.GetProperty("messages"), Extra = document.RootElement, AddGenerationPrompt = false };
        Assert.Equal("True False", ChatTemplate.Parse("{{ flag }} {{ add_generation_prompt }}", "t").Render(inputs));
    }

    [Fact]
    public void Templates_are_rendered_by_many_threads_at_once()
    {
        var template = ChatTemplate.Parse("{% set ns = namespace(n=0) %}{% for i in range(50) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}{{ messages[0].content }}", "t");
        Parallel.For(0, 500, i => Assert.Equal($"1225{i}", template.Render($"{i}")));
        Assert.Equal("1225x", template.Render("x"));
    }
}
