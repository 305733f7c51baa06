using LoadGen.Evaluation.Results;
using LoadGen.Evaluation.Showing;
using LoadGen.Evaluation.Tests.Support;

namespace LoadGen.Evaluation.Tests.Results;

public sealed class ComparisonTests
{
    [Fact]
    public void Six_questions_lost_and_none_won_is_a_drop()
    {
        EvaluationComparison comparison = Compare("+ + + + + + + -", "- - - - - - + -");
        Assert.True(comparison.IsDrop);
        Assert.Equal((8, 0, 6), (comparison.Difference.Questions, comparison.Difference.Better, comparison.Difference.Worse));
        Assert.Equal(2.0 / 64, comparison.Difference.PValue, 12);
    }

    [Theory]
    [InlineData("+ + + + + + + -", "- - - - - + + -")]
    [InlineData("- - - - - - - -", "+ + + + + + + +")]
    [InlineData("+ -", "+ -")]
    public void Five_lost_may_be_chance_and_a_gain_is_no_drop(string before, string after) => Assert.False(Compare(before, after).IsDrop);

    [Fact]
    public void The_level_is_the_callers_to_set() => Assert.False(Compare("+ + + + + + + -", "- - - - - - + -", 0.01).IsDrop);

    [Fact]
    public void Repeats_are_compared_by_each_questions_share()
    {
        EvaluationComparison comparison = Compare("++ +- -- ++", "+- +- +- -+");
        Assert.Equal((4, 1, 2), (comparison.Difference.Questions, comparison.Difference.Better, comparison.Difference.Worse));
        Assert.Equal(-0.125, comparison.Difference.Difference, 12);
    }

    [Fact]
    public void Questions_that_one_was_not_asked_are_left_out_and_counted()
    {
        EvaluationComparison comparison = Compare("+ + +", "+ -");
        Assert.Equal((2, 1), (comparison.Difference.Questions, comparison.Unpaired));
    }

    [Fact]
    public void One_id_for_two_questions_is_refused()
    {
        EvaluationDocument other = Documents.Of("+");
        other = other with { Questions = [other.Questions[0] with { Hash = "other" }] };
        Assert.Contains("the question q0 has another text", Assert.Throws<EvaluationResultException>(() => EvaluationComparison.Of(Documents.Of("+"), other, 0.05)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_common_is_refused()
    {
        EvaluationDocument other = Documents.Of("+");
        other = other with { Questions = [other.Questions[0] with { Id = "z" }] };
        Assert.Contains("no question in common", Assert.Throws<EvaluationResultException>(() => EvaluationComparison.Of(Documents.Of("+"), other, 0.05)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_else_differs_is_said()
    {
        EvaluationDocument other = Documents.Of("+");
        other = other with { Asking = other.Asking with { Temperature = 0.6, SettingsSha256 = "abcdefgh99" } };
        Assert.Equal(["prompts, rules or limits: 01234567 and abcdefgh", "temperature: 0 and 0.6"], EvaluationComparison.Of(Documents.Of("+"), other, 0.05).Notes);
    }

    [Fact]
    public void The_table_says_drop_gain_or_neither()
    {
        Assert.Equal(
            """
            before      87.5% (10.0–90.0%), 7 of 8; 100.0 output tokens/s; m (small)
            after       12.5% (10.0–90.0%), 1 of 8; 100.0 output tokens/s; m (small)
            difference  −75.0 points (−96.1 to −23.9) over 8 questions asked of both
            pairs       0 better, 6 worse, 2 alike; p = 0.0313 (exact McNemar, two-sided)
            drop        the second is worse, and not by chance (p < 0.05)

            """,
            Table(Compare("+ + + + + + + -", "- - - - - - + -")));
        Assert.EndsWith("gain        the second is better, and not by chance (p < 0.05)\n", Table(Compare("- - - - - - -", "+ + + + + + +")), StringComparison.Ordinal);
        Assert.EndsWith("no drop     chance may explain the difference (p ≥ 0.05)\n", Table(Compare("+ -", "- -")), StringComparison.Ordinal);
    }

    private static EvaluationComparison Compare(string before, string after, double alpha = 0.05) =>
        EvaluationComparison.Of(Documents.Of(before), Documents.Of(after), alpha);

    private static string Table(EvaluationComparison comparison)
    {
        var text = new StringWriter();
        ComparisonTable.Write(comparison, text);
        return text.ToString();
    }
}
