using LoadGen.Telemetry.Roles;
using LoadGen.Telemetry.Sampling;
using LoadGen.Telemetry.Sources;

namespace LoadGen.Telemetry.Windows;

/// <summary>Cuts a window out of the readings.</summary>
public static class WindowPowerReader
{
    /// <summary>The figures of a window.</summary>
    /// <param name="devices">The GPUs.</param>
    /// <param name="series">Their readings, in the same order.</param>
    /// <param name="window">The window.</param>
    /// <param name="roles">Who had which GPU; empty for not known.</param>
    public static WindowPower Read(IReadOnlyList<GpuDevice> devices, IReadOnlyList<SampleSeries> series, TimeWindow window, IReadOnlyList<GpuRole> roles)
    {
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(roles);
        GpuPower[] gpus = [.. devices.Zip(series, (device, readings) => Gpu(device, readings, window, roles))];
        return new WindowPower(window, gpus, [.. roles.Select(role => Role(role, gpus, roles, window))]);
    }

    private static GpuPower Gpu(GpuDevice device, SampleSeries series, TimeWindow window, IReadOnlyList<GpuRole> roles)
    {
        TimedValue[] power = series.Of(r => r.PowerW);
        TimedValue[] counter = series.Of(r => r.EnergyJ);
        Figure energy = series.Count > 0 && power.Length == 0 ? Figure.Missing("this GPU does not tell its power") : PowerIntegral.EnergyJ(power, window);
        Figure counted = series.Count > 0 && counter.Length == 0 ? Figure.Missing("this source has no energy counter") : CounterDifference.EnergyJ(counter, window);
        Coverage coverage = Coverage.Of(power, window);
        return new GpuPower
        {
            Index = device.Index,
            Uuid = device.Uuid,
            Name = device.Name,
            Role = roles.FirstOrDefault(r => r.Gpus.Contains(device.Index))?.Role,
            Samples = power.Count(s => s.TimeNs >= window.StartNs && s.TimeNs <= window.EndNs),
            Coverage = coverage.Share,
            Gaps = coverage.GapCount,
            LongestGapS = coverage.LongestS,
            EnergyJ = energy.Value,
            EnergyAbsent = energy.Absent,
            CounterEnergyJ = counted.Value,
            CounterAbsent = counted.Absent,
            AvgPowerW = energy.Select(e => e / window.LengthS).Value,
            MaxPowerW = Spread.Of(power, window).Max,
            UtilizationPercent = Spread.Of(series.Of(r => r.UtilizationPercent), window),
            SmClockMhz = Spread.Of(series.Of(r => r.SmClockMhz), window),
            MemoryClockMhz = Spread.Of(series.Of(r => r.MemoryClockMhz), window),
            MemoryUsedBytes = Spread.Of(series.Of(r => r.MemoryUsedBytes), window),
            TemperatureC = Spread.Of(series.Of(r => r.TemperatureC), window),
        };
    }

    private static RolePower Role(GpuRole role, GpuPower[] gpus, IReadOnlyList<GpuRole> roles, TimeWindow window)
    {
        int count = role.Gpus.Count + role.Elsewhere;
        GpuPower[] own = [.. gpus.Where(g => role.Gpus.Contains(g.Index))];
        int[] shared = [.. role.Gpus.Where(g => roles.Any(other => other != role && other.Gpus.Contains(g)))];
        string? absent = role.Elsewhere > 0 ? $"{role.Elsewhere} of its {count} GPUs are on other hosts, which are not read here"
            : own.Length < role.Gpus.Count ? $"{role.Gpus.Count - own.Length} of its {count} GPUs are not read"
            : shared.Length > 0 ? $"GPU {shared[0]} serves another role too"
            : own.FirstOrDefault(g => g.EnergyJ is null) is { } without ? $"GPU {without.Index}: {without.EnergyAbsent}"
            : null;
        if (absent is not null)
        {
            return new RolePower(role.Role, count, null, null, null, absent);
        }

        double energy = own.Sum(g => g.EnergyJ!.Value);
        double? counter = own.All(g => g.CounterEnergyJ is not null) ? own.Sum(g => g.CounterEnergyJ!.Value) : null;
        return new RolePower(role.Role, count, energy, counter, energy / window.LengthS / count, null);
    }
}
