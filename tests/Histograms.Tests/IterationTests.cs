using FsCheck;
using FsCheck.Fluent;

namespace LoadGen.Histograms.Tests;

public sealed class IterationTests
{
    private static readonly HdrHistogram Sample = SampleHistograms.Of(1, 3_600_000_000, 3, SampleHistograms.LogNormal(1, 5000));

    [Fact]
    public void All_values_visits_every_bucket_once_in_order()
    {
        var histogram = SampleHistograms.Of(1, 10_000, 2, [0, 5, 9999]);
        var steps = histogram.AllValues().ToList();

        // 256 units, then 128 steps for each doubling up to 16,384.
        Assert.Equal(256 + (6 * 128), steps.Count);
        Assert.Equal(0, steps[0].Value);
        Assert.Equal(16_383, steps[^1].Value);
        Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.Equal(pair.Second.Value, histogram.HighestEquivalent(pair.First.Value + 1)));
        Assert.Equal(3, steps.Sum(step => step.CountInStep));
        Assert.Equal(100.0, steps[^1].Percentile);
    }

    [Fact]
    public void Recorded_values_visits_what_was_recorded_with_running_totals()
    {
        var histogram = SampleHistograms.Of(1, 10_000, 3, [7, 7, 3, 2000]);

        Assert.Equal(
            [
                new HistogramStep(3, 0, 1, 1, 1, 25, 25),
                new HistogramStep(7, 3, 2, 2, 3, 75, 75),
                new HistogramStep(2000, 7, 1, 1, 4, 100, 100),
            ],
            histogram.RecordedValues());
    }

    [Fact]
    public void Linear_steps_have_equal_widths_and_reach_the_highest_value()
    {
        var histogram = SampleHistograms.Of(1, 10_000, 3, [0, 99, 100, 250, 251]);
        var steps = histogram.LinearValues(100).ToList();

        Assert.Equal([99, 199, 299], steps.Select(step => step.Value));
        Assert.Equal([2, 1, 2], steps.Select(step => step.CountInStep));
    }

    [Fact]
    public void Linear_steps_narrower_than_a_bucket_go_on_to_the_buckets_end()
    {
        // 4096 to 4099 is one bucket: the step that reaches it takes its count, the following ones none.
        var histogram = SampleHistograms.Of(1, 10_000, 3, [4097]);
        var steps = histogram.LinearValues(1).ToList();

        Assert.Equal(4099, steps[^1].Value);
        Assert.Equal(1, steps[4096].CountInStep);
        Assert.Equal(1, steps.Sum(step => step.CountInStep));
    }

    [Fact]
    public void Logarithmic_steps_grow_by_the_factor()
    {
        var histogram = SampleHistograms.Of(1, 10_000, 3, [0, 1, 2, 3, 4, 900]);
        var steps = histogram.LogarithmicValues(2, 4).ToList();

        Assert.Equal([1, 7, 31, 127, 511, 2047], steps.Select(step => step.Value));
        Assert.Equal([2, 3, 0, 0, 0, 1], steps.Select(step => step.CountInStep));
    }

    [Fact]
    public void Percentile_steps_halve_with_the_distance_to_100()
    {
        var histogram = SampleHistograms.Of(1, 10_000, 3, Enumerable.Range(1, 1000).Select(i => (long)i));
        var steps = histogram.Percentiles(2).ToList();

        Assert.Equal([0, 25, 50, 62.5, 75, 81.25, 87.5], steps.Take(7).Select(step => step.PercentileLevel));
        Assert.Equal([1, 250, 500, 625, 750, 813, 875], steps.Take(7).Select(step => step.Value));
        Assert.Equal((100.0, 1000), (steps[^1].PercentileLevel, steps[^1].Value));
        Assert.All(steps, step => Assert.True(step.Percentile >= step.PercentileLevel));
    }

    [Fact]
    public void Percentile_steps_end_even_where_a_double_cannot_tell_them_from_100()
    {
        var histogram = new HdrHistogram(1, 1000, 3);
        Assert.True(histogram.TryRecord(1, 1L << 61));
        Assert.True(histogram.TryRecord(2, 1));

        foreach (var ticks in new[] { 1, 5, 100 })
        {
            var steps = histogram.Percentiles(ticks).Take(100_000).ToList();
            Assert.Equal((2, 100.0), (steps[^1].Value, steps[^1].PercentileLevel));
            Assert.InRange(steps.Count, 2, 99_999);
        }
    }

    [Fact]
    public void Steps_end_at_the_top_of_the_largest_range()
    {
        var histogram = SampleHistograms.Of(1, long.MaxValue, 1, [1, long.MaxValue]);

        Assert.Equal((long.MaxValue, 2), Last(histogram.LinearValues(1L << 60)));
        Assert.Equal((long.MaxValue, 2), Last(histogram.LogarithmicValues(1, 2)));
        Assert.Equal((long.MaxValue, 2), Last(histogram.AllValues()));
        Assert.Equal((long.MaxValue, 2), Last(histogram.RecordedValues()));
        Assert.Equal((long.MaxValue, 2), Last(histogram.Percentiles(1)));

        static (long, long) Last(IEnumerable<HistogramStep> steps)
        {
            var last = steps.Take(10_000).Last();
            return (last.Value, last.TotalCount);
        }
    }

    [Fact]
    public void Empty_histogram_has_buckets_but_nothing_recorded()
    {
        var empty = new HdrHistogram(1, 1000, 1);

        Assert.Empty(empty.RecordedValues());
        Assert.Empty(empty.Percentiles(5));
        Assert.All(empty.AllValues(), step => Assert.Equal((0, 100.0), (step.TotalCount, step.Percentile)));
        Assert.All(empty.LinearValues(10), step => Assert.Equal(0, step.TotalCount));
    }

    [Fact]
    public void Every_iteration_counts_every_value_exactly_once()
        => Prop.ForAll(Gen.Choose(1, 5000).Select(n => (long)n).NonEmptyListOf().ToArbitrary(), Gen.Choose(1, 300).ToArbitrary(), (values, step) =>
        {
            var histogram = SampleHistograms.Of(1, 5000, 2, values);
            var iterations = new[]
            {
                histogram.AllValues(),
                histogram.RecordedValues(),
                histogram.LinearValues(step),
                histogram.LogarithmicValues(step, 1.5),
                (IEnumerable<HistogramStep>)histogram.Percentiles(step),
            };
            Assert.All(iterations, steps =>
            {
                var list = steps.ToList();
                Assert.Equal(values.Count, list.Sum(s => s.CountInStep));
                Assert.Equal(values.Count, list[^1].TotalCount);
                Assert.True(list[^1].Value >= histogram.LowestEquivalent(values.Max()));
                Assert.All(list.Zip(list.Skip(1)), pair => Assert.Equal(pair.First.Value, pair.Second.PreviousValue));
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Recording_during_an_iteration_is_found_out()
    {
        var histogram = SampleHistograms.Of(1, 1000, 3, [1, 2, 3]);

        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var step in histogram.RecordedValues())
            {
                histogram.Record(step.Value);
            }
        });
    }

    [Fact]
    public void Enumerator_can_be_reset()
    {
        var steps = Sample.Percentiles(3).GetEnumerator();
        Assert.True(steps.MoveNext());
        var first = steps.Current;
        Assert.True(steps.MoveNext());
        steps.Reset();
        Assert.True(steps.MoveNext());
        Assert.Equal(first, steps.Current);
    }

    [Fact]
    public void Iterating_allocates_nothing()
    {
        Walk();
        var total = 0L;
        Assert.Equal(0, Allocated.Bytes(() => total = Walk()));
        Assert.Equal(5 * Sample.TotalCount, total);

        static long Walk()
        {
            var total = 0L;
            foreach (var step in Sample.AllValues()) { total += step.CountInStep; }
            foreach (var step in Sample.RecordedValues()) { total += step.CountInStep; }
            foreach (var step in Sample.LinearValues(1_000_000)) { total += step.CountInStep; }
            foreach (var step in Sample.LogarithmicValues(1000, 2)) { total += step.CountInStep; }
            foreach (var step in Sample.Percentiles(5)) { total += step.CountInStep; }
            return total;
        }
    }

    [Fact]
    public void Impossible_steps_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.LinearValues(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.LogarithmicValues(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.LogarithmicValues(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.LogarithmicValues(1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.Percentiles(0));
    }
}
