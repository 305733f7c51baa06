using LoadGen.Economics.Skus;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Preflight;

/// <summary>What checks are about, and what they look with.</summary>
public sealed record PreflightContext
{
    /// <summary>What is to be started.</summary>
    public required LaunchPlan Plan { get; init; }

    /// <summary>By what.</summary>
    public required ExecutorKind Executor { get; init; }

    /// <summary>The plan's SKU; null where the catalog does not have it.</summary>
    public Sku? Sku { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The model's folder on the host; null where the engine finds the model itself.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Programs of this host.</summary>
    public required IPrograms Programs { get; init; }

    /// <summary>Everything else of this host.</summary>
    public required IHostFacts Host { get; init; }

    /// <summary>The GPUs; null where no vendor's tool is installed.</summary>
    public IReadOnlyList<GpuFacts>? Gpus { get; init; }

    /// <summary>Why they could not be read; null where they could, or where there is nothing to read them with.</summary>
    public string? GpusError { get; init; }

    /// <summary>The engines run on this very host, whose GPUs, ports and limits are theirs.</summary>
    public bool IsLocal => Executor != ExecutorKind.Slurm;
}
