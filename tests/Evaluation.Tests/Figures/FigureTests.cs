using LoadGen.Evaluation.Figures;

namespace LoadGen.Evaluation.Tests.Figures;

public sealed class FigureTests
{
    // By the formula, with z = 1.959963984540054.
    [Theory]
    [InlineData(0.9, 100, 0.825634, 0.944771)]
    [InlineData(0.5, 10, 0.236593, 0.763407)]
    [InlineData(0, 20, 0, 0.161125)]
    [InlineData(1, 20, 0.838875, 1)]
    public void Wilsons_interval_is_that_of_the_formula(double share, double trials, double low, double high)
    {
        Interval interval = Wilson.Of(share, trials);
        Assert.Equal(low, interval.Low, 6);
        Assert.Equal(high, interval.High, 6);
    }

    [Fact]
    public void Nothing_asked_says_nothing()
    {
        Assert.Equal(new Interval(0, 1), Wilson.Of(0, 0));
        Assert.Equal(new Interval(0, 1), Accuracy.Of([]).Interval);
    }

    [Fact]
    public void Questions_asked_once_have_the_plain_interval()
    {
        var accuracy = Accuracy.Of([(1, 1), (1, 1), (0, 1), (1, 1)]);
        Assert.Equal((0.75, 4.0), (accuracy.Share, accuracy.EffectiveTrials));
        Assert.Equal(Wilson.Of(0.75, 4), accuracy.Interval);
        Assert.Equal(Math.Sqrt(0.75 * 0.25 / 4), accuracy.StandardError, 12);
    }

    [Fact]
    public void Repeats_that_always_agree_count_once()
    {
        var accuracy = Accuracy.Of([(10, 10), (10, 10), (0, 10), (10, 10)]);
        Assert.Equal((0.75, 4.0), (accuracy.Share, accuracy.EffectiveTrials));
        Assert.Equal(Wilson.Of(0.75, 4), accuracy.Interval);
    }

    [Fact]
    public void Repeats_that_do_not_depend_on_the_question_count_each()
    {
        var accuracy = Accuracy.Of([(5, 10), (5, 10), (5, 10), (5, 10)]);
        Assert.Equal(0, accuracy.StandardError);
        Assert.Equal(4, accuracy.EffectiveTrials);
        var mixed = Accuracy.Of([(4, 10), (6, 10), (5, 10), (7, 10), (3, 10), (5, 10), (6, 10), (4, 10)]);
        Assert.Equal(80, mixed.EffectiveTrials);
    }

    [Fact]
    public void The_clustered_error_is_that_between_questions()
    {
        // Means 1, ½, 0, ½: variance of their mean = Σ(m − ½)² / (n (n − 1)) = 0.5 / 12.
        var accuracy = Accuracy.Of([(2, 2), (1, 2), (0, 2), (1, 2)]);
        Assert.Equal(Math.Sqrt(0.5 / 12), accuracy.StandardError, 12);
        Assert.Equal(0.25 / (0.5 / 12), accuracy.EffectiveTrials, 9);
    }

    [Fact]
    public void All_right_in_every_repeat_claims_no_more_than_the_questions_show() =>
        Assert.Equal(Wilson.Of(1, 3), Accuracy.Of([(8, 8), (8, 8), (8, 8)]).Interval);

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(10, 2, 158.0 / 4096)]
    [InlineData(2, 10, 158.0 / 4096)]
    [InlineData(6, 0, 2.0 / 64)]
    [InlineData(5, 0, 2.0 / 32)]
    public void McNemars_exact_test_is_the_binomial_distributions_tail(int one, int other, double p) => Assert.Equal(p, SignTest.PValue(one, other), 12);

    [Fact]
    public void Thousands_of_pairs_do_not_underflow()
    {
        Assert.Equal(1, SignTest.PValue(2000, 2000), 1);
        Assert.InRange(SignTest.PValue(2000, 2200), 0.0015, 0.0025);
    }

    [Fact]
    public void A_difference_is_counted_question_by_question()
    {
        var difference = PairedDifference.Of([(1, 0), (1, 0), (1, 1), (0, 1), (0.5, 0.5)]);
        Assert.Equal((5, 1, 2), (difference.Questions, difference.Better, difference.Worse));
        Assert.Equal(-0.2, difference.Difference, 12);
        Assert.Equal(SignTest.PValue(1, 2), difference.PValue);

        // Σd = −1 and Σd² = 3, with one square more and over two questions more: −1/7 ± z·√((4/7 − 1/49)/7).
        double half = Wilson.Z95 * Math.Sqrt(((4 / 7.0) - (1 / 49.0)) / 7);
        Assert.Equal((-1 / 7.0) - half, difference.Interval.Low, 12);
        Assert.Equal((-1 / 7.0) + half, difference.Interval.High, 12);
    }

    [Fact]
    public void Questions_that_all_came_out_alike_leave_room_for_a_difference()
    {
        var difference = PairedDifference.Of([.. Enumerable.Repeat((1.0, 1.0), 98)]);
        Assert.Equal((0.0, 1.0), (difference.Difference, difference.PValue));
        Assert.Equal(Wilson.Z95 * 0.01, difference.Interval.High, 12);
        Assert.Equal(-difference.Interval.High, difference.Interval.Low, 12);
    }
}
