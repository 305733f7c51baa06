using LoadGen.Telemetry;
using LoadGen.Telemetry.Roles;
using LoadGen.Telemetry.Sampling;
using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Windows;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>GPUs that never were: 10 s at constant power.</summary>
internal static class PowerFixtures
{
    private const long Second = 1_000_000_000;

    public static IReadOnlyList<GpuRole> Pair { get; } = [new GpuRole("prefill", [0], 0), new GpuRole("decode", [1], 0)];

    /// <summary>A record of one GPU a power; each counter follows its power, scaled.</summary>
    public static PowerRecord Record(IReadOnlyList<GpuRole> roles, double counterScale, params double[] watts)
    {
        SampleSeries[] series = [.. watts.Select(w => Series(w, counterScale))];
        GpuDevice[] devices = [.. watts.Select((_, i) => new GpuDevice(i, $"GPU-{i}", "H200"))];
        return new PowerRecord("nvml", "as told", TimeSpan.FromMilliseconds(50), WindowPowerReader.Read(devices, series, new TimeWindow(Second, 11 * Second), roles));
    }

    private static SampleSeries Series(double watts, double counterScale)
    {
        var series = new SampleSeries();
        for (long ns = Second / 2; ns <= 12 * Second; ns += Second / 4)
        {
            series.TryAdd(GpuReading.None with { TimeNs = ns, PowerW = watts, EnergyJ = watts * counterScale * ns / 1e9, UtilizationPercent = 50 });
        }

        return series;
    }
}
