namespace LoadGen.Telemetry.Windows;

/// <summary>One GPU over a window.</summary>
public sealed record GpuPower
{
    /// <summary>Its number on the host.</summary>
    public required int Index { get; init; }

    /// <summary>Its name for life; empty where the source does not tell.</summary>
    public required string Uuid { get; init; }

    /// <summary>Its product name.</summary>
    public required string Name { get; init; }

    /// <summary>What the launch gave it to; null without a manifest.</summary>
    public string? Role { get; init; }

    /// <summary>Readings inside the window.</summary>
    public required int Samples { get; init; }

    /// <summary>Part of the window outside gaps of more than 1 s between readings of power, 0–1.</summary>
    public required double Coverage { get; init; }

    /// <summary>Those gaps.</summary>
    public required int Gaps { get; init; }

    /// <summary>Longest time inside the window without a reading of power, s.</summary>
    public required double LongestGapS { get; init; }

    /// <summary>∫ power dt, J; null where <see cref="EnergyAbsent"/> says why.</summary>
    public double? EnergyJ { get; init; }

    /// <summary>Why there is no energy; null when there is.</summary>
    public string? EnergyAbsent { get; init; }

    /// <summary>The device's own counter, end − start, J; null where <see cref="CounterAbsent"/> says why.</summary>
    public double? CounterEnergyJ { get; init; }

    /// <summary>Why there is no counter; null when there is.</summary>
    public string? CounterAbsent { get; init; }

    /// <summary>Mean power: <see cref="EnergyJ"/> / the window's length, W.</summary>
    public double? AvgPowerW { get; init; }

    /// <summary>Highest power read, W.</summary>
    public double? MaxPowerW { get; init; }

    /// <summary>Share of time in which a kernel ran, %.</summary>
    public required Spread UtilizationPercent { get; init; }

    /// <summary>Clock of the compute units, MHz.</summary>
    public required Spread SmClockMhz { get; init; }

    /// <summary>Clock of the memory, MHz.</summary>
    public required Spread MemoryClockMhz { get; init; }

    /// <summary>Memory in use, bytes.</summary>
    public required Spread MemoryUsedBytes { get; init; }

    /// <summary>Temperature, °C.</summary>
    public required Spread TemperatureC { get; init; }
}
