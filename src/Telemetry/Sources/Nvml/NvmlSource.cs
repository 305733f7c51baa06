using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Sources.Nvml;

/// <summary>
/// NVIDIA GPUs through NVML. Power and energy come first and in one call where the driver can, so that one stamp holds for both: of the
/// fields, POWER_INSTANT is the present power on every architecture, where nvmlDeviceGetPowerUsage is a mean over 1 s on newer ones.
/// </summary>
public sealed unsafe class NvmlSource : IGpuSource
{
    private readonly NvmlLibrary _nvml;
    private readonly IMonotonicClock _clock;
    private readonly nint[] _handles;
    private readonly bool _hasInstant;
    private readonly Func<int, string> _describe;
    private readonly SourceErrors _errors = new();

    private NvmlSource(NvmlLibrary nvml, IMonotonicClock clock, IReadOnlyList<(GpuDevice Device, nint Handle)> devices)
    {
        _nvml = nvml;
        _clock = clock;
        _describe = nvml.Describe;
        Devices = [.. devices.Select(d => d.Device)];
        _handles = [.. devices.Select(d => d.Handle)];
        _hasInstant = nvml.FieldValues is not null && Array.TrueForAll(_handles, HasInstantPower);
    }

    /// <inheritdoc/>
    public string Name => "nvml";

    /// <inheritdoc/>
    public string PowerMeaning => _hasInstant
        ? "NVML_FI_DEV_POWER_INSTANT: board power at present; how often it is renewed differs by GPU"
        : "nvmlDeviceGetPowerUsage: board power, a mean over 1 s on Ampere (but GA100) and later: it follows a change with half a second's delay";

    /// <inheritdoc/>
    public IReadOnlyList<GpuDevice> Devices { get; }

    /// <inheritdoc/>
    public long Errors => _errors.Count;

    /// <inheritdoc/>
    public string? LastError => _errors.Last;

    /// <summary>Loads NVML and takes the GPUs.</summary>
    /// <param name="gpus">Their indices; null for all.</param>
    /// <param name="clock">Stamps the readings.</param>
    /// <exception cref="TelemetryException">NVML is not there, or not one of the GPUs.</exception>
    public static NvmlSource Open(IReadOnlyList<int>? gpus, IMonotonicClock clock) => Open(gpus, clock, null);

    /// <summary>The same with a library of the caller's.</summary>
    internal static NvmlSource Open(IReadOnlyList<int>? gpus, IMonotonicClock clock, string? file)
    {
        var nvml = NvmlLibrary.Open(file);
        try
        {
            return new NvmlSource(nvml, clock, GpuSelection.Pick([.. nvml.Devices()], d => d.Device, gpus));
        }
        catch
        {
            nvml.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Read(Span<GpuReading> readings)
    {
        for (int i = 0; i < _handles.Length; i++)
        {
            readings[i] = GpuReading.None;
            ReadPower(_handles[i], ref readings[i]);
            ReadState(_handles[i], ref readings[i]);
            if (!readings[i].HasFigures)
            {
                readings[i].TimeNs = 0;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _nvml.Dispose();

    private void ReadPower(nint handle, ref GpuReading reading)
    {
        long before = _clock.NowNs;
        if (_hasInstant)
        {
            NvmlFieldValue* fields = stackalloc NvmlFieldValue[2];
            fields[0] = new NvmlFieldValue { FieldId = NvmlConstants.FieldPowerInstant };
            fields[1] = new NvmlFieldValue { FieldId = NvmlConstants.FieldTotalEnergy };
            if (Succeeds("nvmlDeviceGetFieldValues", _nvml.FieldValues(handle, 2, fields)))
            {
                reading.PowerW = Succeeds("NVML_FI_DEV_POWER_INSTANT", fields[0].Result) ? fields[0].Number / 1e3 : double.NaN;
                reading.EnergyJ = Succeeds("NVML_FI_DEV_TOTAL_ENERGY_CONSUMPTION", fields[1].Result) ? fields[1].Number / 1e3 : double.NaN;
            }
        }
        else
        {
            uint power = 0;
            ulong energy = 0;
            reading.PowerW = Succeeds("nvmlDeviceGetPowerUsage", _nvml.PowerUsage(handle, &power)) ? power / 1e3 : double.NaN;
            reading.EnergyJ = _nvml.TotalEnergy is not null && Succeeds("nvmlDeviceGetTotalEnergyConsumption", _nvml.TotalEnergy(handle, &energy)) ? energy / 1e3 : double.NaN;
        }

        reading.TimeNs = before + ((_clock.NowNs - before) / 2);
    }

    private void ReadState(nint handle, ref GpuReading reading)
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

    // What a GPU does not have is no failure: its figure is missing, and the result says so.
    private bool Succeeds(string call, int result)
    {
        if (result is not (NvmlResult.Success or NvmlResult.NotSupported))
        {
            _errors.Add(call, result, _describe);
        }

        return result == NvmlResult.Success;
    }

    private bool HasInstantPower(nint handle)
    {
        var field = new NvmlFieldValue { FieldId = NvmlConstants.FieldPowerInstant };
        return _nvml.FieldValues(handle, 1, &field) == NvmlResult.Success && double.IsFinite(field.Number);
    }
}
