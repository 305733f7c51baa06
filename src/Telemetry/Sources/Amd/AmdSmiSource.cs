using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Sources.Amd;

/// <summary>AMD GPUs through AMD SMI's library.</summary>
public sealed unsafe class AmdSmiSource : LibrarySource
{
    private const double BytesPerMb = 1 << 20;

    private readonly AmdSmiLibrary _smi;

    private AmdSmiSource(AmdSmiLibrary smi, IReadOnlyList<(GpuDevice Device, nint Handle)> devices, IMonotonicClock clock)
        : base(smi, devices, clock) => _smi = smi;

    /// <inheritdoc/>
    public override string Name => "amd-smi-library";

    /// <inheritdoc/>
    public override string PowerMeaning => "amdsmi_get_power_info: current socket power (MI300 and later), average socket power (before), whole watts";

    /// <summary>Loads the library and takes the GPUs.</summary>
    /// <param name="gpus">Their numbers in the library's order; null for all.</param>
    /// <param name="clock">Stamps the readings.</param>
    /// <exception cref="TelemetryException">The library is not there or not known, or not one of the GPUs.</exception>
    public static AmdSmiSource Open(IReadOnlyList<int>? gpus, IMonotonicClock clock) => Open(gpus, clock, null);

    /// <summary>The same with a library of the caller's.</summary>
    internal static AmdSmiSource Open(IReadOnlyList<int>? gpus, IMonotonicClock clock, string? file) =>
        Take(AmdSmiLibrary.Open(file), gpus, (smi, devices) => new AmdSmiSource(smi, devices, clock));

    private protected override double PowerW(nint handle)
    {
        byte* buffer = stackalloc byte[AmdSmiLayout.StructBytes];
        return Succeeds("amdsmi_get_power_info", _smi.PowerInfo(handle, buffer)) ? _smi.Layout.PowerW(new ReadOnlySpan<byte>(buffer, AmdSmiLayout.StructBytes)) : double.NaN;
    }

    private protected override double EnergyJ(nint handle)
    {
        (ulong count, float microJoules, ulong timestamp) = (0, 0, 0);
        // The resolution is a float: taken as one, a counter of 15.3 µJ keeps its seven digits.
        return Succeeds("amdsmi_get_energy_count", _smi.EnergyCount(handle, &count, &microJoules, &timestamp)) ? count * (double)microJoules / 1e6 : double.NaN;
    }

    private protected override void ReadState(nint handle, ref GpuReading reading)
    {
        byte* buffer = stackalloc byte[AmdSmiLayout.StructBytes];
        uint* words = (uint*)buffer;
        long celsius = 0;
        reading.UtilizationPercent = Succeeds("amdsmi_get_gpu_activity", _smi.Activity(handle, buffer)) ? AmdSmiLayout.Figure(words[0]) : double.NaN;
        reading.SmClockMhz = Succeeds("amdsmi_get_clock_info", _smi.ClockInfo(handle, AmdSmiLibrary.ClockGraphics, buffer)) ? AmdSmiLayout.Figure(words[0]) : double.NaN;
        reading.MemoryClockMhz = Succeeds("amdsmi_get_clock_info", _smi.ClockInfo(handle, AmdSmiLibrary.ClockMemory, buffer)) ? AmdSmiLayout.Figure(words[0]) : double.NaN;
        reading.MemoryUsedBytes = Succeeds("amdsmi_get_gpu_vram_usage", _smi.VramUsage(handle, buffer)) ? words[1] * BytesPerMb : double.NaN;
        reading.TemperatureC = Succeeds("amdsmi_get_temp_metric", _smi.Temperature(handle, AmdSmiLibrary.TemperatureHotspot, 0, &celsius)) ? celsius : double.NaN;
    }

    private protected override bool IsAbsence(int code) => code is AmdSmiLibrary.NotSupported or AmdSmiLibrary.NotYetImplemented;
}
