using LoadGen.Telemetry.Sources;

namespace LoadGen.Telemetry.Tests.Support;

/// <summary>A source that says what it is told.</summary>
internal sealed class ScriptedSource(int gpus, Func<int, GpuReading> read) : IGpuSource
{
    public string Name => "scripted";

    public string PowerMeaning => "as told";

    public IReadOnlyList<GpuDevice> Devices { get; } = [.. Enumerable.Range(0, gpus).Select(i => new GpuDevice(i, $"GPU-{i}", "Scripted"))];

    public long Errors => 0;

    public string? LastError => null;

    public bool IsDisposed { get; private set; }

    /// <summary>A reading of power alone.</summary>
    public static GpuReading Power(long timeNs, double powerW, double energyJ = double.NaN) => GpuReading.None with { TimeNs = timeNs, PowerW = powerW, EnergyJ = energyJ };

    /// <summary>Whether each reading so far was to have the energy counter.</summary>
    public List<bool> WithEnergy { get; } = new(capacity: 1024);

    public void Read(Span<GpuReading> readings, bool withEnergy)
    {
        WithEnergy.Add(withEnergy);
        for (int i = 0; i < readings.Length; i++)
        {
            readings[i] = read(i);
        }
    }

    public void Dispose() => IsDisposed = true;
}
