using LoadGen.Evaluation.Answers;
using LoadGen.Evaluation.Settings;

namespace LoadGen.Evaluation.Tests.Answers;

public sealed class NumericAnswerTests
{
    [Theory]
    [InlineData("42", "42.0")]
    [InlineData("1,234,567", "1234567")]
    [InlineData("1,00,000", "100000")]
    [InlineData("$1{,}250", "1250")]
    [InlineData("\\$18", "18")]
    [InlineData("18 euros", "18")]
    [InlineData("72^\\circ", "72 degrees")]
    [InlineData("64 square feet", "64")]
    [InlineData("5\\text{ cm}", "5")]
    [InlineData("60 km/h", "60")]
    [InlineData("3/4", "0.75")]
    [InlineData("\\frac{3}{4}", "0.75")]
    [InlineData("-\\dfrac34", "-0.75")]
    [InlineData("\\frac{-3}{4}", "-3/4")]
    [InlineData("1\\frac{1}{2}", "1.5")]
    [InlineData("2 1/4", "2.25")]
    [InlineData("50%", "50")]
    [InlineData("50%", "0.5")]
    [InlineData("0.5", "50\\%")]
    [InlineData("50 percent", "50%")]
    [InlineData("1.5 \\times 10^{3}", "1500")]
    [InlineData("1.5e3", "1500")]
    [InlineData("2 \\cdot 10^{-2}", "0.02")]
    [InlineData("−7", "-7")]
    [InlineData("+7", "7")]
    [InlineData(".5", "0.50")]
    [InlineData("7.", "7")]
    [InlineData("$42$", "42")]
    [InlineData("0.1", "1/10")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890.0")]
    public void One_number_written_in_two_ways_is_one_number(string found, string expected) => Assert.True(IsRight(found, expected));

    [Theory]
    [InlineData("42", "43")]
    [InlineData("-5", "5")]
    [InlineData("50%", "5")]
    [InlineData("0.5", "50")]
    [InlineData("1,2", "12")]
    [InlineData("1/3", "0.333")]
    [InlineData("12 or 13", "13")]
    [InlineData("no idea", "5")]
    [InlineData("1/0", "0")]
    [InlineData("1e999999999", "5")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567891")]
    [InlineData("2\\pi", "2")]
    public void Other_numbers_are_other_numbers(string found, string expected) => Assert.False(IsRight(found, expected));

    [Theory]
    [InlineData("3.14", "3.14159", 0.01, 0, true)]
    [InlineData("3.14", "3.14159", 0.001, 0, false)]
    [InlineData("0.2", "0.1", 0.1, 0, true)]
    [InlineData("102", "100", 0, 0.02, true)]
    [InlineData("103", "100", 0, 0.02, false)]
    [InlineData("-98", "-100", 0, 0.02, true)]
    public void A_tolerance_is_absolute_or_a_share_of_the_right_one(string found, string expected, double tolerance, double relative, bool isRight) =>
        Assert.Equal(isRight, new AnswerMatcher(new MatchSection { By = MatchBy.Numeric, Tolerance = tolerance, RelativeTolerance = relative }).IsRight(found, expected));

    [Fact]
    public void Units_count_where_they_are_told_to()
    {
        var strict = new AnswerMatcher(new MatchSection { By = MatchBy.Numeric, IgnoreUnits = false });
        Assert.False(strict.IsRight("5 km", "5"));
        Assert.True(strict.IsRight("5", "5"));
        Assert.NotNull(strict.ProblemOf("5 km"));
    }

    [Fact]
    public void An_expected_answer_that_is_no_number_is_found_before_anything_is_asked()
    {
        var matcher = new AnswerMatcher(new MatchSection { By = MatchBy.Numeric });
        Assert.Equal("the answer 'blue' is no number, which match by numeric needs", matcher.ProblemOf("blue"));
        Assert.Null(matcher.ProblemOf("1,234"));
    }

    private static bool IsRight(string found, string expected) => new AnswerMatcher(new MatchSection { By = MatchBy.Numeric }).IsRight(found, expected);
}
