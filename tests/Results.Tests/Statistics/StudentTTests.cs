using LoadGen.Results.Statistics;

namespace LoadGen.Results.Tests.Statistics;

public class StudentTTests
{
    // Printed tables of the two-sided 95% and 99% points.
    [Theory]
    [InlineData(0.975, 1, 12.7062)]
    [InlineData(0.975, 2, 4.30265)]
    [InlineData(0.975, 4, 2.77645)]
    [InlineData(0.975, 10, 2.22814)]
    [InlineData(0.975, 30, 2.04227)]
    [InlineData(0.975, 120, 1.97993)]
    [InlineData(0.975, 1e7, 1.95996)]
    [InlineData(0.995, 1, 63.6567)]
    [InlineData(0.995, 5, 4.03214)]
    [InlineData(0.95, 3, 2.35336)]
    public void Quantiles_are_those_of_the_tables(double probability, double degrees, double t) =>
        Assert.Equal(1, StudentT.Quantile(probability, degrees) / t, 5);

    // One degree: Cauchy, tan(π (p − ½)). Two: a closed form.
    [Theory]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    [InlineData(0.999999)]
    public void Where_there_is_a_closed_form_it_is_met(double p)
    {
        Assert.Equal(1, StudentT.Quantile(p, 1) / Math.Tan(Math.PI * (p - 0.5)), 8);
        Assert.Equal(1, StudentT.Quantile(p, 2) / ((2 * p - 1) * Math.Sqrt(2 / (4 * p * (1 - p)))), 8);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(7.25)]
    [InlineData(400)]
    public void It_is_symmetric_and_its_quantile_undoes_it(double degrees)
    {
        Assert.Equal(0.5, StudentT.Cumulative(0, degrees), 12);
        Assert.Equal(-StudentT.Quantile(0.9, degrees), StudentT.Quantile(0.1, degrees));
        Assert.Equal(0.9, StudentT.Cumulative(StudentT.Quantile(0.9, degrees), degrees), 12);
    }

    [Fact]
    public void Half_of_it_lies_below_0() => Assert.Equal(0, StudentT.Quantile(0.5, 3), 9);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(double.NaN, 3)]
    [InlineData(0.9, 0)]
    public void What_is_no_probability_has_no_quantile(double probability, double degrees) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(probability, degrees));

    [Theory]
    [InlineData(0.5, 0.5723649429247001)]    // ln √π
    [InlineData(1, 0)]
    [InlineData(5, 3.1780538303479458)]      // ln 24
    [InlineData(100.5, 361.4355404677776)]      // between ln 99! and ln 100!
    public void The_gamma_function_s_logarithm_is_exact(double x, double value) => Assert.Equal(value, StudentT.LogGamma(x), x < 100 ? 1e-13 : 1e-9);

    [Fact]
    public void The_beta_function_s_mirror_images_add_up_to_1()
    {
        foreach ((double x, double a, double b) in new[] { (0.3, 2.5, 0.5), (0.99, 0.5, 8.0), (0.5, 3.0, 3.0) })
        {
            Assert.Equal(1, StudentT.IncompleteBeta(x, a, b) + StudentT.IncompleteBeta(1 - x, b, a), 12);
        }

        Assert.Equal(0.5, StudentT.IncompleteBeta(0.5, 3, 3), 12);
        Assert.Equal((0.0, 1.0), (StudentT.IncompleteBeta(0, 1, 1), StudentT.IncompleteBeta(1, 1, 1)));
    }
}
