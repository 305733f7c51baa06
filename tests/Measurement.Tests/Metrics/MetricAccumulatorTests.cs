using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Metrics;

namespace LoadGen.Measurement.Tests.Metrics;

public class MetricAccumulatorTests
{
    // Magnitudes evenly, from 0 to a quarter of an hour in ns.
    private static readonly Gen<long> Value =
        from bits in Gen.Choose(0, 39)
        from fraction in Gen.Choose(0, int.MaxValue)
        select (1L << bits) - 1 + (long)((1L << bits) * (fraction / (double)int.MaxValue));

    private static readonly Arbitrary<(long Value, int Weight)[]> Weighted =
        (from value in Value
         from weight in Gen.Choose(1, 5)
         select (value, weight)).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void Moments_and_ends_are_exact_and_percentiles_within_a_thousandth() => Prop.ForAll(Weighted, samples =>
    {
        MetricSummary summary = Summarise(samples);
        double[] all = [.. samples.SelectMany(s => Enumerable.Repeat((double)s.Value, s.Weight)).Order()];
        double mean = all.Average();

        Assert.Equal(all.Length, summary.Count);
        AssertMs(mean, summary.Mean, 1e-9);
        AssertMs(Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / all.Length), summary.Std, 1e-6);
        AssertMs(all[0], summary.Min, 1e-12);
        AssertMs(all[^1], summary.Max, 1e-12);
        (double Percentile, double? Actual)[] percentiles =
        [
            (1, summary.P1), (5, summary.P5), (10, summary.P10), (25, summary.P25), (50, summary.P50), (75, summary.P75),
            (90, summary.P90), (95, summary.P95), (99, summary.P99), (99.9, summary.P999),
        ];
        Assert.All(percentiles, p =>
        {
            int rank = Math.Max(1, (int)Math.Ceiling(p.Percentile / 100 * all.Length - 1e-9));
            AssertMs(all[rank - 1], p.Actual, 1e-3);
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_weight_counts_as_so_many_values_and_one_below_1_as_none()
    {
        Assert.Equal(Summarise((5, 1), (5, 1), (5, 1), (9, 1)), Summarise((5, 3), (9, 1), (7, 0), (7, -2)));
    }

    [Fact]
    public void Two_added_are_as_all_in_one() => Prop.ForAll(Weighted, Weighted, (left, right) =>
    {
        MetricAccumulator sum = Accumulate(left);
        sum.Add(Accumulate(right));
        (MetricSummary whole, MetricSummary both) = (Summarise([.. left, .. right]), sum.Summarise());

        Assert.Equal(whole with { Mean = null, Std = null }, both with { Mean = null, Std = null });
        AssertMs(whole.Mean!.Value * 1e6, both.Mean, 1e-9);
        AssertMs(whole.Std!.Value * 1e6, both.Std, 1e-6);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Adding_to_nothing_or_nothing_changes_no_bit() => Prop.ForAll(Weighted, samples =>
    {
        var empty = new MetricAccumulator(MetricRegistry.E2e);
        MetricAccumulator full = Accumulate(samples);
        full.Add(empty);
        empty.Add(full);

        Assert.Equal((Summarise(samples), Summarise(samples)), (full.Summarise(), empty.Summarise()));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_nothing_there_is_a_count_and_nothing_else() => Assert.Equal(new MetricSummary { Count = 0 }, Summarise());

    [Fact]
    public void Fractions_are_kept_in_the_mean()
    {
        var accumulator = new MetricAccumulator(MetricRegistry.Tpot);
        accumulator.Record(1_000_000.25);
        accumulator.Record(1_000_000.50);

        Assert.Equal(1.000000375, accumulator.Summarise().Mean!.Value, 12);
    }

    [Fact]
    public void Figures_are_in_the_metrics_unit()
    {
        var accumulator = new MetricAccumulator(MetricRegistry.Interactivity);
        accumulator.Record(12_345);

        Assert.Equal(12.345, accumulator.Summarise().Mean!.Value, 9);
        Assert.Equal(12.345, accumulator.Summarise().P50!.Value, 9);
    }

    [Fact]
    public void More_than_a_day_counts_as_a_day_in_the_percentiles()
    {
        var accumulator = new MetricAccumulator(MetricRegistry.E2e);
        accumulator.Record(1e17);
        MetricSummary summary = accumulator.Summarise();

        Assert.Equal((1, 86_400_000.0), (summary.Count, summary.P50!.Value));
    }

    [Fact]
    public void Millions_of_large_values_close_together_keep_their_deviation()
    {
        var accumulator = new MetricAccumulator(MetricRegistry.E2e);
        for (int i = 0; i < 200_000; i++)
        {
            accumulator.Record(1e12 + (i % 2));
        }

        Assert.Equal(0.5e-6, accumulator.Summarise().Std!.Value, 1e-9);
    }

    private static MetricSummary Summarise(params (long Value, int Weight)[] samples) => Accumulate(samples).Summarise();

    private static MetricAccumulator Accumulate(params (long Value, int Weight)[] samples)
    {
        var accumulator = new MetricAccumulator(MetricRegistry.Ttft);
        Array.ForEach(samples, s => accumulator.Record(s.Value, s.Weight));
        return accumulator;
    }

    private static void AssertMs(double expectedNs, double? actualMs, double relative) =>
        Assert.Equal(expectedNs / 1e6, actualMs!.Value, (Math.Abs(expectedNs) / 1e6 * relative) + 1e-9);
}
