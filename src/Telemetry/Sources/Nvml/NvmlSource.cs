using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Sources.Nvml;

/// <summary>
/// NVIDIA GPUs through NVML. Of its figures for power, the field POWER_INSTANT is the present power on every architecture, where
/// nvmlDeviceGetPowerUsage is a mean over 1 s on newer ones: it is read only where a GPU does not have the field, and then of all of them.
/// </summary>
public sealed unsafe class NvmlSource : LibrarySource
{
    private readonly NvmlLibrary _nvml;
    private readonly bool _hasInstant;

    private NvmlSource(NvmlLibrary nvml, IReadOnlyList<(GpuDevice Device, nint Handle)> devices, IMonotonicClock clock)
        : base(nvml, devices, clock)
    {
        _nvml = nvml;
        _hasInstant = nvml.FieldValues is not null && devices.All(d => HasInstantPower(d.Handle));
    }

    /// <inheritdoc/>
    public override string Name => "nvml";

    /// <inheritdoc/>
    public override string PowerMeaning => _hasInstant
        ? "NVML_FI_DEV_POWER_INSTANT: board power at present; how often it is renewed differs by GPU"
        : "nvmlDeviceGetPowerUsage: board power, a mean over 1 s on Ampere (but GA100) and later: it follows a change with half a second's delay";

    /// <summary>Loads NVML and takes the GPUs.</summary>
    /// <param name="gpus">Their indices; null for all.</param>
    /// <param name="clock">Stamps the readings.</param>
    /// <exception cref="TelemetryException">NVML is not there, or not one of the GPUs.</exception>
    public static NvmlSource Open(IReadOnlyList<int>? gpus, IMonotonicClock clock) => Open(gpus, clock, null);

    /// <summary>The same with a library of the caller's.</summary>
    internal static NvmlSource Open(IReadOnlyList<int>? gpus, IMonotonicClock clock, string? file) =>
        Take(NvmlLibrary.Open(file), gpus, (nvml, devices) => new NvmlSource(nvml, devices, clock));

    private protected override double PowerW(nint handle)
    {
        if (_hasInstant)
        {
            var field = new NvmlFieldValue { FieldId = NvmlConstants.FieldPowerInstant };
            return Succeeds("nvmlDeviceGetFieldValues", _nvml.FieldValues(handle, 1, &field)) && Succeeds("NVML_FI_DEV_POWER_INSTANT", field.Result)
                ? field.Number / 1e3
                : double.NaN;
        }

        uint power = 0;
        return Succeeds("nvmlDeviceGetPowerUsage", _nvml.PowerUsage(handle, &power)) ? power / 1e3 : double.NaN;
    }

    private protected override double EnergyJ(nint handle)
    {
        ulong energy = 0;
        return _nvml.TotalEnergy is not null && Succeeds("nvmlDeviceGetTotalEnergyConsumption", _nvml.TotalEnergy(handle, &energy)) ? energy / 1e3 : double.NaN;
    }

    private protected override void ReadState(nint handle, ref GpuReading reading)
    {
        NvmlUtilization utilization = default;
        NvmlMemory memory = default;
        (uint sm, uint mem, uint celsius) = (0, 0, 0);
        reading.UtilizationPercent = Succeeds("nvmlDeviceGetUtilizationRates", _nvml.Utilization(handle, &utilization)) ? utilization.Gpu : double.NaN;
        reading.SmClockMhz = Succeeds("nvmlDeviceGetClockInfo", _nvml.Clock(handle, NvmlConstants.ClockSm, &sm)) ? sm : double.NaN;
        reading.MemoryClockMhz = Succeeds("nvmlDeviceGetClockInfo", _nvml.Clock(handle, NvmlConstants.ClockMemory, &mem)) ? mem : double.NaN;
        reading.MemoryUsedBytes = Succeeds("nvmlDeviceGetMemoryInfo", _nvml.Memory(handle, &memory)) ? memory.Used : double.NaN;
        reading.TemperatureC = Succeeds("nvmlDeviceGetTemperature", _nvml.Temperature(handle, NvmlConstants.TemperatureGpu, &celsius)) ? celsius : double.NaN;
    }

    private protected override bool IsAbsence(int code) => code == NvmlResult.NotSupported;

    private bool HasInstantPower(nint handle)
    {
        var field = new NvmlFieldValue { FieldId = NvmlConstants.FieldPowerInstant };
        return _nvml.FieldValues(handle, 1, &field) == NvmlResult.Success && double.IsFinite(field.Number);
    }
}
