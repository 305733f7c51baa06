using LoadGen.Telemetry.Roles;
using LoadGen.Telemetry.Sampling;
using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Tests.Support;
using LoadGen.Telemetry.Windows;

namespace LoadGen.Telemetry.Tests.Windows;

public class WindowPowerTests
{
    private static readonly TimeWindow s_window = Series.Window(1, 11);

    [Fact]
    public void Each_GPU_has_its_figures_and_all_have_their_sum()
    {
        WindowPower power = Read([], Gpu(300, 300), Gpu(500, 500));

        Assert.Equal((3000.0, 3000.0, 300.0, 300.0), (power.Gpus[0].EnergyJ, Math.Round(power.Gpus[0].CounterEnergyJ!.Value, 6), power.Gpus[0].AvgPowerW, power.Gpus[0].MaxPowerW));
        Assert.Equal(8000, power.EnergyJ.Value);
        Assert.Equal(1, power.CounterRatio!.Value, 9);
        Assert.Equal((1.0, 101), (power.Coverage, power.Gpus[0].Samples));
        Assert.Equal((90.0, 90.0), (power.Gpus[1].UtilizationPercent.Mean, power.Gpus[1].UtilizationPercent.Max));
        Assert.Equal((null, null), (power.Gpus[1].SmClockMhz.Mean, power.Gpus[1].SmClockMhz.Max));
        Assert.Empty(power.Problems());
    }

    [Fact]
    public void Roles_have_their_own_sums()
    {
        WindowPower power = Read([new GpuRole("prefill", [0], 0), new GpuRole("decode", [1, 2], 0)], Gpu(300, 300), Gpu(500, 500), Gpu(400, 400));

        Assert.Equal(["prefill", "decode", "decode"], power.Gpus.Select(g => g.Role));
        Assert.Equal([("prefill", 1, 3000.0, 300.0), ("decode", 2, 9000.0, 450.0)], power.Roles.Select(r => (r.Role, r.Gpus, r.EnergyJ!.Value, r.AvgPowerW!.Value)));
        Assert.All(power.Roles, r => Assert.Equal(r.EnergyJ!.Value, r.CounterEnergyJ!.Value, 6));
    }

    [Fact]
    public void A_role_with_a_GPU_elsewhere_unread_or_shared_has_no_energy_and_a_reason()
    {
        WindowPower power = Read(
            [new GpuRole("prefill", [0], 4), new GpuRole("decode", [1, 7], 0), new GpuRole("engine", [1], 0), new GpuRole("frontend", [0], 0)],
            Gpu(300, 300), Gpu(500, 500));

        Assert.All(power.Roles, r => Assert.Equal((null, null, null), (r.EnergyJ, r.CounterEnergyJ, r.AvgPowerW)));
        Assert.Equal(
            ["4 of its 5 GPUs are on other hosts, which are not read here", "1 of its 2 GPUs are not read", "GPU 1 serves another role too", "GPU 0 serves another role too"],
            power.Roles.Select(r => r.Absent));
    }

    [Fact]
    public void A_GPU_without_power_takes_the_sum_with_it_and_is_named()
    {
        WindowPower power = Read([], Gpu(300, 300), Gpu(double.NaN, 500));

        Assert.Equal((null, "GPU 1: this GPU does not tell its power"), (power.EnergyJ.Value, power.EnergyJ.Absent));
        Assert.Equal(0, power.Coverage);
        Assert.Contains(power.Problems(), p => p.StartsWith("there is no energy: GPU 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_counter_there_is_no_ratio_and_that_is_no_problem()
    {
        WindowPower power = Read([], Gpu(300, double.NaN));

        Assert.Equal((null, null), (power.CounterEnergyJ.Value, power.CounterRatio));
        Assert.Equal("this source has no energy counter", power.Gpus[0].CounterAbsent);
        Assert.Empty(power.Problems());
    }

    [Theory]
    [InlineData(1.049, 0)]
    [InlineData(1.051, 1)]
    [InlineData(0.951, 0)]
    [InlineData(0.949, 1)]
    public void Counter_and_integral_may_differ_by_five_percent(double scale, int problems) =>
        Assert.Equal(problems, Read([], Gpu(300, 300 * scale)).Problems().Count(p => p.Contains("differ", StringComparison.Ordinal)));

    [Theory]
    [InlineData(0.4, 1)]
    [InlineData(0.6, 1)]
    [InlineData(0, 0)]
    public void A_gap_of_more_than_five_percent_is_a_problem_that_names_its_fix(double missingFromS, int problems)
    {
        // Without the samples of 1.2 s from here on: 12% of the window.
        SampleSeries series = Gpu(300, 300, without: missingFromS == 0 ? (0, 0) : (5 + missingFromS, 6.2 + missingFromS));
        string[] found = [.. Read([], series).Problems()];

        Assert.Equal(problems, found.Length);
        Assert.All(found, p => Assert.Contains("free a core for the sampler", p, StringComparison.Ordinal));
    }

    [Fact]
    public void A_counter_stays_out_when_one_GPU_of_a_role_has_none()
    {
        RolePower role = Assert.Single(Read([new GpuRole("engine", [0, 1], 0)], Gpu(300, 300), Gpu(300, double.NaN)).Roles);
        Assert.Equal((6000.0, null), (role.EnergyJ, role.CounterEnergyJ));
    }

    private static WindowPower Read(GpuRole[] roles, params SampleSeries[] series) =>
        WindowPowerReader.Read([.. series.Select((_, i) => new GpuDevice(i, $"GPU-{i}", "X"))], series, s_window, roles);

    // Ten readings a second for 12 s; the counter follows a power of its own.
    private static SampleSeries Gpu(double powerW, double counterW, (double FromS, double ToS) without = default)
    {
        var series = new SampleSeries();
        for (int i = 1; i <= 120; i++)
        {
            double seconds = i / 10.0;
            if (seconds <= without.FromS || seconds >= without.ToS)
            {
                series.TryAdd(ScriptedSource.Power(Series.Ns(seconds), powerW, 1e5 + (counterW * seconds)) with { UtilizationPercent = 90 });
            }
        }

        return series;
    }
}
