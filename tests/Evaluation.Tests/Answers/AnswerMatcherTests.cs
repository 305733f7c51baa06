using LoadGen.Evaluation.Answers;
using LoadGen.Evaluation.Settings;

namespace LoadGen.Evaluation.Tests.Answers;

public sealed class AnswerMatcherTests
{
    [Theory]
    [InlineData("New  York.", "new york", true, true)]
    [InlineData("New York", "new york", false, false)]
    [InlineData("Yorkshire", "York", true, false)]
    public void Texts_are_compared_but_for_blanks_and_a_full_stop(string found, string expected, bool ignoreCase, bool isRight) =>
        Assert.Equal(isRight, new AnswerMatcher(new MatchSection { By = MatchBy.Exact, IgnoreCase = ignoreCase }).IsRight(found, expected));

    [Theory]
    [InlineData("colour", "colou?r", true)]
    [InlineData("Color", "colou?r", true)]
    [InlineData("colors", "colou?r", false)]
    [InlineData("a", "a|b", true)]
    [InlineData("ab", "a|b", false)]
    public void An_expression_must_match_all_of_what_was_found(string found, string expected, bool isRight) =>
        Assert.Equal(isRight, new AnswerMatcher(new MatchSection { By = MatchBy.Regex }).IsRight(found, expected));

    [Theory]
    [InlineData("a(", "no regular expression")]
    [InlineData("(?=a)b", "which does not run in linear time")]
    public void An_expected_expression_that_cannot_be_used_is_said(string expected, string problem) =>
        Assert.Contains(problem, new AnswerMatcher(new MatchSection { By = MatchBy.Regex }).ProblemOf(expected), StringComparison.Ordinal);

    [Fact]
    public void Letters_are_compared_as_letters()
    {
        var matcher = new AnswerMatcher(new MatchSection { By = MatchBy.Choice });
        Assert.True(matcher.IsRight("b", "B"));
        Assert.False(matcher.IsRight("A", "B"));
    }
}
