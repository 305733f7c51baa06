using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Sources.Amd;

/// <summary>AMD GPUs through AMD SMI's library. Power and energy are read first, and the stamp lies between.</summary>
public sealed unsafe class AmdSmiSource : IGpuSource
{
    private const double BytesPerMb = 1 << 20;

    private readonly AmdSmiLibrary _smi;
    private readonly IMonotonicClock _clock;
    private readonly nint[] _handles;
    private readonly Func<int, string> _describe;
    private readonly SourceErrors _errors = new();

    private AmdSmiSource(AmdSmiLibrary smi, IMonotonicClock clock, IReadOnlyList<(GpuDevice Device, nint Handle)> devices)
    {
        _smi = smi;
        _clock = clock;
        _describe = smi.Describe;
        Devices = [.. devices.Select(d => d.Device)];
        _handles = [.. devices.Select(d => d.Handle)];
    }

    /// <inheritdoc/>
    public string Name => "amd-smi-library";

    /// <inheritdoc/>
    public string PowerMeaning => "amdsmi_get_power_info: current socket power (MI300 and later), average socket power (before), whole watts";

    /// <inheritdoc/>
    public IReadOnlyList<GpuDevice> Devices { get; }

    /// <inheritdoc/>
    public long Errors => _errors.Count;

    /// <inheritdoc/>
    public string? LastError => _errors.Last;

    /// <summary>Loads the library and takes the GPUs.</summary>
    /// <param name="gpus">Their numbers in the library's order; null for all.</param>
    /// <param name="clock">Stamps the readings.</param>
    /// <exception cref="TelemetryException">The library is not there or not known, or not one of the GPUs.</exception>
    public static AmdSmiSource Open(IReadOnlyList<int>? gpus, IMonotonicClock clock) => Open(gpus, clock, null);

    /// <summary>The same with a library of the caller's.</summary>
    internal static AmdSmiSource Open(IReadOnlyList<int>? gpus, IMonotonicClock clock, string? file)
    {
        var smi = AmdSmiLibrary.Open(file);
        try
        {
            return new AmdSmiSource(smi, clock, GpuSelection.Pick(smi.Devices(), d => d.Device, gpus));
        }
        catch
        {
            smi.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Read(Span<GpuReading> readings)
    {
        byte* buffer = stackalloc byte[AmdSmiLayout.StructBytes];
        for (int i = 0; i < _handles.Length; i++)
        {
            readings[i] = GpuReading.None;
            ReadPower(_handles[i], buffer, ref readings[i]);
            ReadState(_handles[i], buffer, ref readings[i]);
            if (!readings[i].HasFigures)
            {
                readings[i].TimeNs = 0;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _smi.Dispose();

    private void ReadPower(nint handle, byte* buffer, ref GpuReading reading)
    {
        (ulong count, float microJoules, ulong timestamp) = (0, 0, 0);
        long before = _clock.NowNs;
        if (Succeeds("amdsmi_get_power_info", _smi.PowerInfo(handle, buffer)))
        {
            reading.PowerW = _smi.Layout.PowerW(new ReadOnlySpan<byte>(buffer, AmdSmiLayout.StructBytes));
        }

        if (Succeeds("amdsmi_get_energy_count", _smi.EnergyCount(handle, &count, &microJoules, &timestamp)))
        {
            // The resolution is a float: taken as one, a counter of 15.3 µJ keeps its seven digits.
            reading.EnergyJ = count * (double)microJoules / 1e6;
        }

        reading.TimeNs = before + ((_clock.NowNs - before) / 2);
    }

    private void ReadState(nint handle, byte* buffer, ref GpuReading reading)
    {
        uint* words = (uint*)buffer;
        long celsius = 0;
        reading.UtilizationPercent = Succeeds("amdsmi_get_gpu_activity", _smi.Activity(handle, buffer)) ? AmdSmiLayout.Figure(words[0]) : double.NaN;
        reading.SmClockMhz = Succeeds("amdsmi_get_clock_info", _smi.ClockInfo(handle, AmdSmiLibrary.ClockGraphics, buffer)) ? AmdSmiLayout.Figure(words[0]) : double.NaN;
        reading.MemoryClockMhz = Succeeds("amdsmi_get_clock_info", _smi.ClockInfo(handle, AmdSmiLibrary.ClockMemory, buffer)) ? AmdSmiLayout.Figure(words[0]) : double.NaN;
        reading.MemoryUsedBytes = Succeeds("amdsmi_get_gpu_vram_usage", _smi.VramUsage(handle, buffer)) ? words[1] * BytesPerMb : double.NaN;
        reading.TemperatureC = Succeeds("amdsmi_get_temp_metric", _smi.Temperature(handle, AmdSmiLibrary.TemperatureHotspot, 0, &celsius)) ? celsius : double.NaN;
    }

    private bool Succeeds(string call, int status)
    {
        if (status is not (AmdSmiLibrary.Success or AmdSmiLibrary.NotSupported or AmdSmiLibrary.NotYetImplemented))
        {
            _errors.Add(call, status, _describe);
        }

        return status == AmdSmiLibrary.Success;
    }
}
