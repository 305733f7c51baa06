using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Tests.Statistics;

public sealed class IncompleteBetaTests
{
    private const double Precision = 1e-12;

    // Sums of binomial probabilities in whole numbers, hence exact; the last three in 40 digits.
    [Theory]
    [InlineData(0.5, 2, 3, 6.875e-01, 3.125e-01)]
    [InlineData(0.99, 661, 2, 9.91398564545937014e-03, 9.90086014354540578e-01)]
    [InlineData(0.99, 459, 1, 9.92097420104062593e-03, 9.90079025798959345e-01)]
    [InlineData(0.9, 62, 2, 1.04801640691009629e-02, 9.89519835930898983e-01)]
    [InlineData(0.999, 6634, 2, 1.00046303448535524e-02, 9.89995369655146451e-01)]
    [InlineData(0.99, 9850, 151, 9.99998921052513756e-01, 1.07894748620286296e-06)]
    [InlineData(0.01, 50, 9951, 9.99999989687516133e-01, 1.03124838181554435e-08)]
    [InlineData(0.3, 7, 20, 7.03495034378006201e-01, 2.96504965621993855e-01)]
    [InlineData(0.1, 1, 500, 1, 1.32207081948080666e-23)]
    [InlineData(0.99, 1980, 21, 5.59093331998648968e-01, 4.40906668001351032e-01)]
    [InlineData(0.001, 30, 9971, 2.46156442964830811e-07, 9.99999753843556993e-01)]
    [InlineData(0.999, 998900, 1101, 0.99913710024801116, 0.00086289975198883883)]
    [InlineData(0.999, 999050, 951, 0.057745541815455686, 0.94225445818454431)]
    [InlineData(0.99, 989700, 10301, 0.99868073031734838, 0.0013192696826516231)]
    public void Both_tails_have_twelve_digits(double x, double a, double b, double lower, double upper)
    {
        // Of a million trials x itself, in the last bit of a double, moves the result by its share of a million bits.
        double precision = a > 1e5 ? 1e-10 : Precision;
        Near(lower, IncompleteBeta.Lower(x, a, b), precision);
        Near(upper, IncompleteBeta.Upper(x, a, b), precision);
    }

    [Fact]
    public void Powers_are_what_it_is_with_one_parameter_of_one()
    {
        for (double x = 0.05; x < 1; x += 0.05)
        {
            Near(Math.Pow(x, 7.5), IncompleteBeta.Lower(x, 7.5, 1), Precision);
            Near(Math.Pow(1 - x, 40), IncompleteBeta.Upper(x, 1, 40), Precision);
        }
    }

    [Fact]
    public void Its_ends_are_zero_and_one()
    {
        Assert.Equal((0, 1), (IncompleteBeta.Lower(0, 3, 4), IncompleteBeta.Upper(0, 3, 4)));
        Assert.Equal((1, 0), (IncompleteBeta.Lower(1, 3, 4), IncompleteBeta.Upper(1, 3, 4)));
    }

    [Fact]
    public void It_is_symmetric()
    {
        foreach ((double a, double b) in new[] { (0.5, 0.5), (3, 11.0), (120, 4), (1e4, 2e4) })
        {
            foreach (double x in new[] { 0.01, 0.25, 0.333, 0.5, 0.9 })
            {
                Near(IncompleteBeta.Lower(x, a, b), IncompleteBeta.Upper(1 - x, b, a), 1e-11);
            }
        }
    }

    [Theory]
    [InlineData(-0.1, 1, 1)]
    [InlineData(1.1, 1, 1)]
    [InlineData(0.5, 0, 1)]
    [InlineData(0.5, 1, -1)]
    public void What_has_no_meaning_is_refused(double x, double a, double b) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => IncompleteBeta.Lower(x, a, b));

    [Fact]
    public void Binomial_tails_add_up_over_a_single_count()
    {
        for (int k = 0; k <= 12; k++)
        {
            double both = Binomial.AtMost(k, 12, 0.3) + Binomial.AtLeast(k + 1, 12, 0.3);
            Near(1, both, Precision);
        }

        Assert.Equal((0, 1), (Binomial.AtMost(-1, 5, 0.5), Binomial.AtMost(5, 5, 0.5)));
        Assert.Equal((1, 0), (Binomial.AtLeast(0, 5, 0.5), Binomial.AtLeast(6, 5, 0.5)));
    }

    private static void Near(double expected, double actual, double precision) =>
        Assert.True(Math.Abs(actual - expected) <= precision * Math.Abs(expected), $"{actual:R} is not {expected:R}");
}
