namespace LoadGen.Telemetry.Sources;

/// <summary>Where the figures of some GPUs come from. Used by one thread at a time.</summary>
public interface IGpuSource : IDisposable
{
    /// <summary><c>nvml</c>, <c>amd-smi-library</c>, <c>nvidia-smi</c>, <c>amd-smi</c> or <c>dcgm</c>.</summary>
    string Name { get; }

    /// <summary>How its power is to be understood, in words: over what time the device averages it, and how often it is renewed.</summary>
    string PowerMeaning { get; }

    /// <summary>The GPUs, by index.</summary>
    IReadOnlyList<GpuDevice> Devices { get; }

    /// <summary>Readings that failed so far.</summary>
    long Errors { get; }

    /// <summary>Why the last failed; null when none did.</summary>
    string? LastError { get; }

    /// <summary>Reads every GPU once. One that brought nothing is left as <see cref="GpuReading.None"/>; one that brought nothing new keeps its time.</summary>
    /// <param name="readings">One for each device, in their order; written whole.</param>
    /// <param name="withEnergy">Read the energy counter too, which is dear with some drivers. A source to which it costs nothing always does.</param>
    void Read(Span<GpuReading> readings, bool withEnergy);
}
