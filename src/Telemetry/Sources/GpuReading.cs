namespace LoadGen.Telemetry.Sources;

/// <summary>What one GPU said of itself at one time. A figure that it does not tell is NaN, never 0.</summary>
public struct GpuReading
{
    /// <summary>Nothing was read.</summary>
    public static readonly GpuReading None = new()
    {
        PowerW = double.NaN,
        EnergyJ = double.NaN,
        UtilizationPercent = double.NaN,
        SmClockMhz = double.NaN,
        MemoryClockMhz = double.NaN,
        MemoryUsedBytes = double.NaN,
        TemperatureC = double.NaN,
    };

    /// <summary>When power was read, monotonic ns: midway between the call and its return. Everything else was right after it. 0 for nothing read.</summary>
    public long TimeNs { get; set; }

    /// <summary>Board power, W.</summary>
    public double PowerW { get; set; }

    /// <summary>Energy since some start of the device's own, J; NaN in readings without the counter.</summary>
    public double EnergyJ { get; set; }

    /// <summary>Share of time in which a kernel ran, %.</summary>
    public double UtilizationPercent { get; set; }

    /// <summary>Clock of the compute units, MHz.</summary>
    public double SmClockMhz { get; set; }

    /// <summary>Clock of the memory, MHz.</summary>
    public double MemoryClockMhz { get; set; }

    /// <summary>Memory in use, bytes.</summary>
    public double MemoryUsedBytes { get; set; }

    /// <summary>Temperature, °C.</summary>
    public double TemperatureC { get; set; }

    /// <summary>Any figure is known.</summary>
    public readonly bool HasFigures => !(double.IsNaN(PowerW) && double.IsNaN(EnergyJ) && double.IsNaN(UtilizationPercent)
        && double.IsNaN(SmClockMhz) && double.IsNaN(MemoryClockMhz) && double.IsNaN(MemoryUsedBytes) && double.IsNaN(TemperatureC));
}
