using LoadGen.Launching.Expressions;

namespace LoadGen.Launching.Tests.Expressions;

public class ExpressionTests
{
    private static readonly ExpressionScope s_scope = new()
    {
        ["tp"] = ExpressionValue.Of(8L),
        ["dp"] = ExpressionValue.Of(1L),
        ["conc"] = ExpressionValue.Of(64L),
        ["sku"] = ExpressionValue.Of("b200"),
        ["mtp"] = ExpressionValue.Of(true),
        ["leader"] = ExpressionValue.Placed("%{leader}"),
    };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a $ b { } $x", "a $ b { } $x")]
    [InlineData("$${tp}", "${tp}")]
    [InlineData("${tp}", "8")]
    [InlineData("--x=${tp},${dp}", "--x=8,1")]
    [InlineData("${leader}:5000", "%{leader}:5000")]
    [InlineData("${1 + 2 * 3}", "7")]
    [InlineData("${(1 + 2) * 3}", "9")]
    [InlineData("${7 // 2}", "3")]
    [InlineData("${-7 // 2}", "-4")]
    [InlineData("${-7 % 2}", "1")]
    [InlineData("${7 / 2}", "3.5")]
    [InlineData("${8 / 2}", "4")]
    [InlineData("${0.1 + 0.2}", "0.3")]
    [InlineData("${1 / 10000}", "0.0001")]
    [InlineData("${10 - 2 - 3}", "5")]
    [InlineData("${- -3}", "3")]
    [InlineData("${conc >= 16 ? 30 : 10}", "30")]
    [InlineData("${dp > 1 ? 1 : conc >= 128 ? 2 : 3}", "3")]
    [InlineData("${sku == 'b200' && mtp}", "true")]
    [InlineData("${!mtp || sku != \"b200\"}", "false")]
    [InlineData("${max((conc + 1024 + 127) // 64 * 64, 8192)}", "8192")]
    [InlineData("${min(3, 2.5, 4)}", "2.5")]
    [InlineData("${ceil(2.1)}", "3")]
    [InlineData("${floor(-2.1)}", "-3")]
    [InlineData("${pow2ceil(1280)}", "2048")]
    [InlineData("${false && 1 // 0 == 1}", "false")]
    [InlineData("${true ? 1 : 1 // 0}", "1")]
    [InlineData("${'}' == '}' ? \"a}b\" : ''}", "a}b")]
    [InlineData("${-9223372036854775807 - 1}", "-9223372036854775808")]
    public void A_template_has_the_value_that_one_expects(string text, string expected) =>
        Assert.Equal(expected, TextTemplate.Parse(text).Evaluate(s_scope).ToString());

    [Theory]
    [InlineData("${tpp}", 2, "unknown name 'tpp'; did you mean 'tp'? accepted: conc, dp, leader, mtp, sku, tp")]
    [InlineData("ab ${cnoc + 1}", 5, "unknown name 'cnoc'; did you mean 'conc'? accepted: conc, dp, leader, mtp, sku, tp")]
    [InlineData("${tp / (dp - 1)}", 5, "'/' divides 8 by zero")]
    [InlineData("${tp % 0}", 5, "'%' divides 8 by zero")]
    [InlineData("${9223372036854775807 + 1}", 22, "the result is larger than 64 bits hold")]
    [InlineData("${9223372036854775808}", 2, "9223372036854775808 is larger than 64 bits hold; accepted: 9223372036854775807 at most")]
    [InlineData("${sku + 1}", 6, "'+' found the text 'b200'; accepted: numbers")]
    [InlineData("${tp && mtp}", 5, "'&&' found the whole number 8; accepted: true or false, such as a comparison")]
    [InlineData("${tp == 'b200'}", 5, "'==' compares the whole number 8 with the text 'b200'; accepted: two of the same kind")]
    [InlineData("${leader == 'x'}", 9, "'==' compares %{leader}, which is known only when the process is placed with the text 'x'; accepted: two of the same kind")]
    [InlineData("${maxx(1)}", 2, "unknown function 'maxx'; did you mean 'max'? accepted: min, max, ceil, floor, pow2ceil")]
    [InlineData("${ceil(1, 2)}", 2, "'ceil' has 2 arguments; accepted: one")]
    [InlineData("${pow2ceil(0)}", 2, "'pow2ceil' found the whole number 0; accepted: a whole number from 1 to 2^62")]
    [InlineData("${tp", 4, "the expression has no end; accepted: } after it")]
    [InlineData("${'x}", 2, "the text that begins here has no end; accepted: ' after it")]
    [InlineData("${}", 2, "found the expression's end; accepted: a name, a number, a text in quotes or a bracket")]
    [InlineData("${tp dp}", 5, "found 'dp'; accepted: an operator or the expression's end")]
    [InlineData("${(tp}", 5, "found the expression's end; accepted: )")]
    [InlineData("${1_000}", 2, "1_ is no number; accepted: digits, with a point between them at most")]
    [InlineData("${tp = 8}", 5, "'=' means nothing here; == compares; accepted: names, numbers, texts in quotes, || && == != <= >= // + - * / % < > ! ? : ( ) ,")]
    public void What_is_wrong_is_said_with_its_position(string text, int position, string message)
    {
        ExpressionException e = Assert.Throws<ExpressionException>(() => TextTemplate.Parse(text).Evaluate(s_scope));
        Assert.Equal((position, message), (e.Position, e.Message));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("true ? 1 : ")]
    public void An_expression_nested_absurdly_is_refused(string opening)
    {
        string text = "${" + string.Concat(Enumerable.Repeat(opening, 100_000)) + "1}";
        ExpressionException e = Assert.Throws<ExpressionException>(() => TextTemplate.Parse(text));
        Assert.Equal("nested deeper than 64 levels", e.Message);
    }

    [Fact]
    public void An_expression_that_is_absurdly_long_is_refused()
    {
        string text = "${" + string.Concat(Enumerable.Repeat("1+", 100_000)) + "1}";
        ExpressionException e = Assert.Throws<ExpressionException>(() => TextTemplate.Parse(text));
        Assert.Equal("more than 1000 operators", e.Message);
    }
}
