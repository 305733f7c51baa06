using LoadGen.Telemetry.Roles;
using LoadGen.Telemetry.Sampling;
using LoadGen.Telemetry.Sources;

namespace LoadGen.Measurement.Power;

/// <summary>What is read beside a run.</summary>
public sealed record TelemetryOptions
{
    /// <summary>Nothing.</summary>
    public static TelemetryOptions None { get; } = new();

    /// <summary>Where the GPUs' figures come from.</summary>
    public SourceChoice Source { get; init; } = SourceChoice.None;

    /// <summary>Indices of the GPUs to read; null for all, or for those of the launch.</summary>
    public IReadOnlyList<int>? Gpus { get; init; }

    /// <summary>What the launch gave its GPUs to; empty for not known.</summary>
    public IReadOnlyList<GpuRole> Roles { get; init; } = [];

    /// <summary>Time from one reading to the next.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromMilliseconds(GpuSampler.DefaultPeriodMs);

    /// <summary>The engine's page of metrics; null for none.</summary>
    public Uri? EngineMetrics { get; init; }

    /// <summary>A run whose power does not stand is none.</summary>
    public bool Require { get; init; }
}
