namespace LoadGen.Sweeps.Settings;

/// <summary>What is read of GPUs and engine beside the measurement.</summary>
public sealed record PowerSection
{
    /// <summary>As <c>bench --telemetry</c>: auto, nvml, nvidia-smi, amd-smi, dcgm:URL, none; null: none.</summary>
    public string? Source { get; init; }

    /// <summary>A point without the power of all its GPUs is invalid; null: false.</summary>
    public bool? RequirePower { get; init; }

    /// <summary>From one reading of a GPU to the next; null: bench's own.</summary>
    public int? PeriodMs { get; init; }

    /// <summary>The engine's page of metrics is kept, from before and after each point: its path, such as <c>/metrics</c>; null: it is not.</summary>
    public string? EngineMetricsPath { get; init; }
}
