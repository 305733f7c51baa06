using LoadGen.Telemetry.Tests.Support;
using LoadGen.Telemetry.Windows;

namespace LoadGen.Telemetry.Tests.Windows;

public class PowerIntegralTests
{
    [Fact]
    public void Constant_power_is_power_times_time_exactly() =>
        Assert.Equal(700.0 * 7, PowerIntegral.EnergyJ(Series.Of((0, 700), (2.5, 700), (9, 700)), Series.Window(1, 8)).Value);

    [Fact]
    public void The_ends_lie_on_the_line_between_their_neighbours() =>
        Assert.Equal((150 + 250) / 2.0, PowerIntegral.EnergyJ(Series.Of((0, 100), (2, 300)), Series.Window(0.5, 1.5)).Value);

    [Fact]
    public void A_step_between_two_samples_is_a_ramp() =>
        Assert.Equal(100 + 150 + 200, PowerIntegral.EnergyJ(Series.Of((0, 100), (1, 100), (2, 200), (3, 200)), Series.Window(0, 3)).Value);

    [Fact]
    public void Samples_on_the_ends_are_the_ends() =>
        Assert.Equal(200, PowerIntegral.EnergyJ(Series.Of((0, 1), (1, 100), (2, 300), (3, 1)), Series.Window(1, 2)).Value);

    [Theory]
    [InlineData(1.0, 9.0, "the first sample came 0.5 s after the window's start")]
    [InlineData(2.0, 12.0, "the last sample came 2 s before the window's end")]
    [InlineData(5.0, 5.0, "the window has no length")]
    [InlineData(6.0, 5.0, "the window has no length")]
    public void A_window_that_the_samples_do_not_reach_over_has_no_energy_and_a_reason(double startS, double endS, string reason)
    {
        Figure energy = PowerIntegral.EnergyJ(Series.Of((1.5, 100), (10, 100)), Series.Window(startS, endS));
        Assert.Equal((null, reason), (energy.Value, energy.Absent));
    }

    [Fact]
    public void No_samples_are_not_no_energy()
    {
        Figure energy = PowerIntegral.EnergyJ([], Series.Window(0, 1));
        Assert.Equal((null, "no sample was taken"), (energy.Value, energy.Absent));
    }
}
