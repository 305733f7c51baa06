using LoadGen.Evaluation.Prompts;

namespace LoadGen.Evaluation.Tests.Prompts;

public sealed class PromptTemplateTests
{
    [Theory]
    [InlineData("{a}", "1")]
    [InlineData("x{a}y{b}z{a}", "x1y2z1")]
    [InlineData("\\boxed{{}}", "\\boxed{}")]
    [InlineData("{{{a}}}", "{1}")]
    [InlineData("none", "none")]
    public void Placeholders_are_replaced_and_doubled_braces_are_braces(string template, string text) =>
        Assert.Equal(text, new PromptTemplate(template).Render(name => name == "a" ? "1" : "2"));

    [Fact]
    public void What_a_placeholder_stands_for_is_not_searched_for_placeholders() =>
        Assert.Equal("{b} }}", new PromptTemplate("{a}").Render(_ => "{b} }}"));

    [Fact]
    public void Its_names_are_told_once_each() => Assert.Equal(["a", "b"], new PromptTemplate("{a}{b}{a}").Names);

    [Theory]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{a")]
    [InlineData("{A}")]
    [InlineData("{{a}")]
    public void Half_a_placeholder_is_none(string template) => Assert.Throws<ArgumentException>(() => new PromptTemplate(template));
}
