using LoadGen.Launching.Executors;

namespace LoadGen.Sweeps.Settings;

/// <summary>By what, and where, engines are started: as the options of <c>loadgen launch</c>.</summary>
public sealed record LaunchSection
{
    /// <summary>process, docker or slurm; null: docker where the recipe names an image, else process.</summary>
    public ExecutorKind? Executor { get; init; }

    /// <summary>The model's folder on the host, relative to the sweep's file; null: the engine finds the model by its name.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Where requests go; null: 8000.</summary>
    public int? Port { get; init; }

    /// <summary>GPUs of each host, where it has other than its SKU's.</summary>
    public int? GpusPerNode { get; init; }

    /// <summary>The most nodes that an engine may take; null: as many as it wants.</summary>
    public int? Nodes { get; init; }

    /// <summary>How long an engine may take to end; null: 15 s.</summary>
    public double? GraceS { get; init; }

    /// <summary>Checks of the host to leave out.</summary>
    public IReadOnlyList<string>? SkipPreflight { get; init; }

    /// <summary>What the cluster wants to know.</summary>
    public SlurmSection Slurm { get; init; } = new();
}

/// <summary>What a Slurm cluster wants to know: as the options <c>--slurm-*</c> of <c>loadgen launch</c>.</summary>
public sealed record SlurmSection
{
    /// <summary>The partition.</summary>
    public string? Partition { get; init; }

    /// <summary>Whom to charge.</summary>
    public string? Account { get; init; }

    /// <summary>The job's time limit, as Slurm writes it.</summary>
    public string? Time { get; init; }

    /// <summary>How GPUs are asked for; null: gpus_per_node.</summary>
    public SlurmGpus? Gpus { get; init; }

    /// <summary>Further options of salloc, a word each.</summary>
    public IReadOnlyList<string>? Extra { get; init; }

    /// <summary>Further options of every srun, a word each.</summary>
    public IReadOnlyList<string>? StepExtra { get; init; }

    /// <summary>A folder that all nodes see, for images imported once; relative to the sweep's file.</summary>
    public string? Images { get; init; }

    /// <summary>How long a job may wait for its nodes; null: an hour.</summary>
    public double? WaitS { get; init; }
}
