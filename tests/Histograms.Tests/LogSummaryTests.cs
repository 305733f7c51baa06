namespace LoadGen.Histograms.Tests;

public sealed class LogSummaryTests
{
    [Fact]
    public void Several_logs_are_merged_from_the_earliest_start()
    {
        var totals = HistogramLogSummary.Summarise(
            [("b", Log(1441812290, [(0, 30), (1, 40)])), ("a", Log(1441812280, [(0, 10), (1, 20)]))], null, null, (string?)null);

        Assert.Equal((4, 4, 10, 20, 40, 40, 40, 40), (totals.Intervals, totals.Count, totals.Min, totals.P50, totals.P90, totals.P99, totals.P999, totals.Max));
        Assert.Equal(25.0, totals.Mean);
        Assert.Equal(1441812280.0, totals.StartTimeSeconds);
    }

    [Fact]
    public void Time_range_is_each_logs_own_and_includes_both_ends()
    {
        // With a start time whose sum and difference with the offsets are not exact in floating point.
        var totals = HistogramLogSummary.Summarise(
            [("a", Log(1441812279.474, [(4.999, 1), (5, 2), (20, 3), (20.001, 4)])), ("b", Log(1441812280, [(5, 5), (21, 6)]))], 5, 20, (string?)null);

        Assert.Equal((3, 2, 5), (totals.Intervals, totals.Min, totals.Max));
    }

    [Fact]
    public void Whole_time_range_and_no_tag_are_the_defaults_and_a_choice_may_take_all_tags()
    {
        var log = Fixture.Text(Fixture.TaggedLog);
        var all = HistogramLogSummary.Summarise([("t", new StringReader(log))], null, null, _ => true);

        Assert.Equal(2 * Fixture.Summarise(log, tag: "A").Intervals, all.Intervals);
        Assert.Equal(32_290, all.Count);
    }

    [Fact]
    public void Empty_intervals_are_counted_and_nothing_selected_is_all_zeros()
    {
        var empty = new HdrHistogram(1, 1000, 3);
        var text = new StringWriter();
        using (var writer = new HistogramLogWriter(text))
        {
            writer.WriteHeader(null, DateTimeOffset.FromUnixTimeSeconds(1441812280));
            writer.WriteInterval(empty, 0.1, 1);
            writer.WriteInterval(empty, 1.1, 1);
        }

        Assert.Equal((2, 0, 1441812280.0), Figures(Fixture.Summarise(text.ToString())));
        Assert.Equal((1, 0, 1441812280.0), Figures(Fixture.Summarise(text.ToString(), from: 1, to: 4)));
        Assert.Equal((0, 0, 1441812280.0), Figures(Fixture.Summarise(text.ToString(), from: 50)));
        Assert.Equal((0, 0, null), Figures(Fixture.Summarise("")));

        static (int, long, double?) Figures(HistogramLogTotals totals) => (totals.Intervals, totals.Max, totals.StartTimeSeconds);
    }

    [Fact]
    public void Histograms_of_different_parameters_sum_alike_in_any_order()
    {
        var samples = SampleHistograms.All().Where(sample => sample.Histogram.SignificantDigits < 5).ToList();
        var lines = samples.Select((sample, i) => $"{i},1,1,{HistogramCodec.EncodeBase64(sample.Histogram)}").ToList();
        var forward = Fixture.Summarise(string.Join('\n', lines));
        var backward = Fixture.Summarise(string.Join('\n', Enumerable.Reverse(lines)));

        Assert.Equal(samples.Sum(sample => sample.Histogram.TotalCount), forward.Count);
        HistogramAssert.SameCounts(forward.Histogram!, backward.Histogram!);
        Assert.Equal((1, 4), (forward.Histogram!.LowestDiscernibleValue, forward.Histogram.SignificantDigits));
    }

    [Fact]
    public void Counts_that_no_histogram_can_hold_are_a_format_error()
    {
        var full = new HdrHistogram(1, 1000, 3);
        Assert.True(full.TryRecord(5, long.MaxValue / 2));
        var line = "1,1,1," + HistogramCodec.EncodeBase64(full) + "\n";

        Assert.Throws<HistogramFormatException>(() => Fixture.Summarise(line + line));
    }

    private static StringReader Log(double start, (double Offset, long Value)[] intervals)
    {
        var text = new StringWriter();
        using (var writer = new HistogramLogWriter(text))
        {
            writer.WriteHeader(null, DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(start * 1000)));
            foreach (var (offset, value) in intervals)
            {
                writer.WriteInterval(SampleHistograms.Of(1, 1000, 3, [value]), offset, 1);
            }
        }

        return new StringReader(text.ToString());
    }
}
