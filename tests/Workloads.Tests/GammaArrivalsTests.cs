using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Tests;

public class GammaArrivalsTests
{
    private const int Samples = 20_000;

    [Fact]
    public void Huge_burstiness_gives_even_gaps_at_any_rate()
    {
        Assert.Equal([0, 1000, 2000, 3000], new GammaArrivals(1e6, 1e305, seed: 1, count: 4).Drain());
    }

    [Fact]
    public void Burstiness_whose_gaps_no_number_can_hold_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GammaArrivals(1, 1e-320, seed: 1));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public void Gaps_follow_the_gamma_distribution_with_the_burstiness_as_shape(double burstiness)
    {
        // Rare enough that offsets in whole ns blur no gap that matters.
        const double Rate = 0.01;
        double cv = 1 / Math.Sqrt(burstiness);
        double scaleNs = 1e9 / (Rate * burstiness);
        var sampler = new GammaSampler(burstiness, seed: 7);
        List<long> offsets = new GammaArrivals(Rate, burstiness, seed: 7, count: Samples + 1).Drain();
        double[] gaps = Statistics.Gaps(offsets);
        // Five standard errors of the mean: cv / √n.
        Assert.InRange(gaps.Average() * Rate / 1e9, 1 - (5 * cv / Math.Sqrt(Samples)), 1 + (5 * cv / Math.Sqrt(Samples)));
        Assert.InRange(Statistics.CoefficientOfVariation(gaps) / cv, 0.95, 1.05);
        Assert.All(gaps, gap => Assert.InRange(gap - (sampler.Next() * scaleNs), -1.01, 1.01));
    }

    [Fact]
    public void Three_seeds_give_three_schedules_and_one_seed_one()
    {
        List<long>[] schedules = [.. new long[] { 0, 1, long.MinValue }.Select(seed => new GammaArrivals(5, 0.7, seed, count: 100).Drain())];
        Assert.Equal(schedules[1], new GammaArrivals(5, 0.7, 1, count: 100).Drain());
        Assert.NotEqual(schedules[0], schedules[1]);
        Assert.NotEqual(schedules[1], schedules[2]);
    }

    [Fact]
    public void The_first_is_due_at_0_and_none_before_the_one_before()
    {
        List<long> offsets = new GammaArrivals(1e6, 0.05, seed: 3, count: 5000).Drain();
        Assert.Equal(0, offsets[0]);
        Assert.Equal(offsets.Order(), offsets);
    }

    [Fact]
    public void Nothing_is_lost_in_the_sum_of_many_gaps()
    {
        // The same gaps summed exactly, as decimals, far from the start where a double has no digits left for fractions of a ns.
        var sampler = new GammaSampler(2, seed: 4);
        double scaleNs = 1e9 / (1e-6 * 2);
        decimal exact = 0;
        List<long> offsets = new GammaArrivals(1e-6, 2, seed: 4, count: 2000).Drain();
        for (int i = 1; i < 2000; i++)
        {
            double gap = sampler.Next() * scaleNs;
            exact += (long)Math.Floor(gap) + (decimal)(gap - Math.Floor(gap));
            Assert.InRange(offsets[i] - exact, -1, 1);
        }
    }

    [Fact]
    public void It_ends_at_its_count_and_before_its_duration()
    {
        Assert.Equal(17, new GammaArrivals(10, 1, 0, count: 17).Drain().Count);
        List<long> timed = new GammaArrivals(1000, 1, 0, durationNs: 1_000_000_000).Drain();
        Assert.InRange(timed.Count, 850, 1150);
        Assert.All(timed, offset => Assert.InRange(offset, 0, 999_999_999));
    }

    [Fact]
    public void What_lies_beyond_146_years_never_comes()
    {
        var schedule = new GammaArrivals(1e-15, 1, 0);
        Assert.Equal([0], schedule.Drain(10));
        Assert.Empty(schedule.Drain(10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_burstiness_that_is_none_is_refused(double burstiness)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new GammaArrivals(1, burstiness, 0));
        Assert.Contains("it must be a finite number above 0 (1 is a Poisson process)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_arrival_allocates_nothing()
    {
        var gamma = new GammaArrivals(10, 0.5, 0);
        var constant = new ConstantArrivals(10);
        Assert.Equal(0, TestData.AllocatedBytes(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                Assert.True(gamma.TryNext(out _) && constant.TryNext(out _));
            }
        }));
    }
}
