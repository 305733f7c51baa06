using FsCheck;
using FsCheck.Fluent;

namespace LoadGen.Workloads.Tests;

public class ConstantArrivalsTests
{
    [Fact]
    public void The_first_is_due_at_0_and_each_next_one_a_period_later()
    {
        Assert.Equal([0, 250_000_000, 500_000_000, 750_000_000], new ConstantArrivals(4, count: 4).Drain());
    }

    [Fact]
    public void Rounding_never_adds_up()
    {
        // A third of a second is no whole number of ns; a million of them must still end on the second.
        List<long> offsets = new ConstantArrivals(3, count: 1_000_000).Drain();
        Assert.All(Enumerable.Range(0, 1_000_000), n => Assert.Equal((long)Math.Round(n * 1_000_000_000m / 3), offsets[n]));
    }

    [Fact]
    public void Offsets_ascend_and_stay_under_a_duration_for_any_rate()
    {
        Gen<double> rates = Gen.Choose(1, 10_000_000).Select(r => r / 1000.0);
        Prop.ForAll(rates.ToArbitrary(), rate =>
        {
            const long DurationNs = 700_000_000;
            List<long> offsets = new ConstantArrivals(rate, durationNs: DurationNs).Drain();
            Assert.Equal((int)Math.Ceiling(rate * 0.7), offsets.Count);
            Assert.All(offsets, offset => Assert.InRange(offset, 0, DurationNs - 1));
            Assert.Equal(offsets.Order(), offsets);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_duration_excludes_the_arrival_that_falls_on_its_end()
    {
        Assert.Equal([0, 500_000_000], new ConstantArrivals(2, durationNs: 1_000_000_000).Drain());
    }

    [Fact]
    public void Whichever_end_comes_first_ends_it_and_it_stays_ended()
    {
        Assert.Equal(3, new ConstantArrivals(10, count: 3, durationNs: 1_000_000_000).Drain().Count);
        var schedule = new ConstantArrivals(10, count: 30, durationNs: 1_000_000_000);
        Assert.Equal(10, schedule.Drain().Count);
        Assert.False(schedule.TryNext(out long offset));
        Assert.Equal(0, offset);
    }

    [Fact]
    public void What_lies_beyond_292_years_never_comes()
    {
        Assert.Equal([0], new ConstantArrivals(1e-12).Drain(10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_that_is_none_is_refused(double rate)
    {
        Assert.Contains("must be a finite number above 0", Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantArrivals(rate)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GammaArrivals(rate, 1, 0));
    }

    [Fact]
    public void Negative_limits_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantArrivals(1, count: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantArrivals(1, durationNs: -1));
    }
}
