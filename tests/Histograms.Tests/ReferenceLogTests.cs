namespace LoadGen.Histograms.Tests;

/// <summary>The figures that the reference implementation's own tests give for its logs.</summary>
public sealed class ReferenceLogTests
{
    [Theory]
    [InlineData(Fixture.V2Log, 62, 48_761, 1_745_879_039, 1_796_210_687, 1441812279.474)]
    [InlineData(Fixture.V1Log, 88, 65_964, 1_829_765_119, 1_888_485_375, 1438867590.285)]
    [InlineData(Fixture.V0Log, 81, 61_256, 1_510_998_015, 1_569_718_271, 1438869961.225)]
    public void Whole_log_sums_up_to_the_reference_figures(string name, int intervals, long count, long p999, long max, double start)
    {
        var totals = Fixture.Summarise(Fixture.Text(name));

        Assert.Equal(intervals, totals.Intervals);
        Assert.Equal(count, totals.Count);
        Assert.Equal(p999, totals.P999);
        Assert.Equal(max, totals.Max);
        Assert.Equal(start, totals.StartTimeSeconds!.Value, 6);
    }

    [Theory]
    [InlineData(Fixture.V2Log, 5, 20, 15, 11_664, 1_536_163_839, 1_544_552_447)]
    [InlineData(Fixture.V2Log, 40, 60, 20, 15_830, 1_779_433_471, 1_796_210_687)]
    [InlineData(Fixture.V1Log, 5, 20, 15, 11_213, 1_019_740_159, 1_032_323_071)]
    [InlineData(Fixture.V1Log, 50, 80, 29, 22_630, 1_871_708_159, 1_888_485_375)]
    [InlineData(Fixture.V0Log, 20, 45, 25, 18_492, 459_007, 623_103)]
    [InlineData(Fixture.V0Log, 46, 80, 34, 25_439, 1_209_008_127, 1_234_173_951)]
    public void Time_range_sums_up_to_the_reference_figures(string name, double from, double to, int intervals, long count, long p999, long max)
    {
        var totals = Fixture.Summarise(Fixture.Text(name), from, to);

        Assert.Equal((intervals, count, p999, max), (totals.Intervals, totals.Count, totals.P999, totals.Max));
    }

    [Fact]
    public void Tagged_log_holds_the_same_values_with_and_without_the_tag()
    {
        var log = Fixture.Text(Fixture.TaggedLog);
        var untagged = Fixture.Summarise(log);
        var tagged = Fixture.Summarise(log, tag: "A");

        Assert.Equal(32_290, untagged.Count + tagged.Count);
        HistogramAssert.SameCounts(untagged.Histogram!, tagged.Histogram!);
        Assert.Equal(0, Fixture.Summarise(log, tag: "B").Intervals);
    }

    [Theory]
    [InlineData(Fixture.V2Log)]
    [InlineData(Fixture.V1Log)]
    [InlineData(Fixture.V0Log)]
    public void Maximum_column_agrees_with_the_histogram_beside_it(string name)
    {
        var intervals = Fixture.Intervals(Fixture.Text(name));

        // The column, milliseconds of three decimals, is some value of the highest bucket: which one differs between versions.
        Assert.All(intervals, interval => Assert.InRange(
            interval.MaxValue,
            Math.Round(interval.Histogram.LowestEquivalent(interval.Histogram.Max) / 1e6, 3),
            Math.Round(interval.Histogram.Max / 1e6, 3)));
    }
}
