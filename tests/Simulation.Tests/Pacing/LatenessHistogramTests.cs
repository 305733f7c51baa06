using LoadGen.Simulation.Pacing;

namespace LoadGen.Simulation.Tests.Pacing;

public class LatenessHistogramTests
{
    [Fact]
    public void Nothing_recorded_is_all_zero() =>
        Assert.Equal(new Lateness(0, 0, 0, 0, 0, 0), LatenessHistogram.Summarise([new LatenessHistogram()]));

    [Fact]
    public void Percentiles_are_within_the_promised_precision_of_the_sorted_values()
    {
        var random = new Random(11);
        var histogram = new LatenessHistogram();
        long[] values = [.. Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp(random.NextDouble() * 25))];
        Array.ForEach(values, histogram.Record);
        Array.Sort(values);
        Lateness summary = LatenessHistogram.Summarise([histogram]);
        Assert.Equal(20_000, summary.Count);
        Assert.Equal(values.Average() / 1e3, summary.MeanUs, values.Average() / 1e3 * 1e-3);
        AssertNear(values[^1], summary.MaxUs);
        AssertNear(values[9_999], summary.P50Us);
        AssertNear(values[19_799], summary.P99Us);
        AssertNear(values[19_979], summary.P999Us);

        static void AssertNear(long ns, double us) => Assert.InRange(us, ns / 1e3, ns / 1e3 * 1.001);
    }

    [Fact]
    public void Small_values_are_exact_and_negative_ones_count_as_zero()
    {
        var histogram = new LatenessHistogram();
        histogram.Record(-5);
        histogram.Record(100);
        histogram.Record(127);
        Assert.Equal(new Lateness(3, 227 / 3.0 / 1e3, 0.1, 0.127, 0.127, 0.127), LatenessHistogram.Summarise([histogram]));
    }

    [Fact]
    public void More_than_an_hour_counts_as_an_hour()
    {
        var histogram = new LatenessHistogram();
        histogram.Record(long.MaxValue / 2);
        Assert.InRange(LatenessHistogram.Summarise([histogram]).MaxUs, 3.6e9, 3.6e9 * 1.001);
    }

    [Fact]
    public void Histograms_are_merged()
    {
        var (a, b) = (new LatenessHistogram(), new LatenessHistogram());
        a.Record(10);
        b.Record(30);
        Assert.Equal(new Lateness(2, 0.02, 0.01, 0.03, 0.03, 0.03), LatenessHistogram.Summarise([a, b]));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        var histogram = new LatenessHistogram();
        histogram.Record(1);

        Assert.Equal(0, Allocated.Bytes(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                histogram.Record(i * 1000);
            }
        }));
    }
}
