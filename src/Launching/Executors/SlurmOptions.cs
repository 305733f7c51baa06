namespace LoadGen.Launching.Executors;

/// <summary>What a cluster wants to know.</summary>
public sealed record SlurmOptions
{
    /// <summary>The partition; null for the cluster's default.</summary>
    public string? Partition { get; init; }

    /// <summary>Whom to charge; null for the user's default.</summary>
    public string? Account { get; init; }

    /// <summary>The job's time limit as Slurm writes it; null for the partition's.</summary>
    public string? Time { get; init; }

    /// <summary>How GPUs are asked for.</summary>
    public SlurmGpus Gpus { get; init; }

    /// <summary>Further options of <c>salloc</c>, a word each.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>Further options of each <c>srun</c>, a word each.</summary>
    public IReadOnlyList<string> StepExtra { get; init; } = [];

    /// <summary>A folder that all nodes see, for images turned into <c>.sqsh</c> files once; null: pyxis pulls the image each time.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>The job that the launcher is in already, from <c>SLURM_JOB_ID</c>; null: one is asked for.</summary>
    public string? OuterJob { get; init; }

    /// <summary>How many of the outer job's nodes, its first ones, belong to other launches in it.</summary>
    public int FirstNode { get; init; }
}
