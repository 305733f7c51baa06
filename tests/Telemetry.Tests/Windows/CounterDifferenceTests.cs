using LoadGen.Telemetry.Tests.Support;
using LoadGen.Telemetry.Windows;

namespace LoadGen.Telemetry.Tests.Windows;

public class CounterDifferenceTests
{
    [Fact]
    public void It_is_what_the_counter_grew_by_between_interpolated_ends() =>
        Assert.Equal(300, CounterDifference.EnergyJ(Series.Of((0, 1000), (1, 1200), (2, 1400), (3, 1600)), Series.Window(0.5, 2)).Value);

    [Fact]
    public void A_counter_that_goes_back_inside_the_window_says_nothing()
    {
        Figure energy = CounterDifference.EnergyJ(Series.Of((0, 1000), (1, 1200), (2, 10), (3, 200)), Series.Window(0.5, 2.5));
        Assert.Null(energy.Value);
        Assert.StartsWith("the energy counter went back", energy.Absent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_counter_that_went_back_before_the_window_or_goes_back_after_it_does_no_harm() =>
        Assert.Equal(100, CounterDifference.EnergyJ(Series.Of((0, 5000), (1, 0), (2, 100), (3, 200), (4, 5)), Series.Window(1.5, 2.5)).Value);

    [Fact]
    public void A_counter_that_goes_back_between_the_samples_around_an_end_says_nothing() =>
        Assert.Null(CounterDifference.EnergyJ(Series.Of((0, 1000), (1, 1200), (2, 10)), Series.Window(0, 1.5)).Value);

    [Fact]
    public void Without_a_sample_on_either_side_there_is_a_reason() =>
        Assert.Equal("the last sample came 1 s before the window's end", CounterDifference.EnergyJ(Series.Of((0, 1), (1, 2)), Series.Window(0, 2)).Absent);
}
