using LoadGen.Telemetry.Tests.Support;
using LoadGen.Telemetry.Windows;

namespace LoadGen.Telemetry.Tests.Windows;

public class CoverageTests
{
    [Fact]
    public void Samples_a_second_apart_leave_no_gap()
    {
        Coverage coverage = Coverage.Of(Series.Of((0, 1), (1, 1), (2, 1)), Series.Window(0, 2));
        Assert.Equal((1.0, 0, 1.0), (coverage.Share, coverage.GapCount, coverage.LongestS));
    }

    [Fact]
    public void A_longer_wait_is_not_covered_at_all()
    {
        Coverage coverage = Coverage.Of(Series.Of((0, 1), (1, 1), (3, 1), (4, 1)), Series.Window(0, 4));
        Assert.Equal((0.5, 1, 2.0), (coverage.Share, coverage.GapCount, coverage.LongestS));
    }

    [Fact]
    public void Of_a_gap_over_an_end_only_the_part_inside_counts()
    {
        Coverage coverage = Coverage.Of(Series.Of((0, 1), (4, 1), (5, 1)), Series.Window(3.5, 5));
        Assert.Equal(2.0 / 3, coverage.Share, 12);
        Assert.Equal((1, 1.0), (coverage.GapCount, coverage.LongestS));
    }

    [Fact]
    public void Before_the_first_sample_and_after_the_last_nothing_is_covered()
    {
        Coverage coverage = Coverage.Of(Series.Of((2, 1), (3, 1)), Series.Window(0, 6));
        Assert.Equal(1.0 / 6, coverage.Share, 12);
        Assert.Equal((2, 3.0), (coverage.GapCount, coverage.LongestS));
    }

    [Fact]
    public void Without_samples_nothing_is_covered() => Assert.Equal(0, Coverage.Of([], Series.Window(0, 5)).Share);

    [Fact]
    public void Without_a_window_nothing_is_covered() => Assert.Equal(0, Coverage.Of(Series.Of((0, 1)), Series.Window(5, 5)).Share);
}
