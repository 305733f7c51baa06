namespace LoadGen.Launching.Executors;

/// <summary>How a cluster is asked for GPUs.</summary>
public enum SlurmGpus
{
    /// <summary><c>--gpus-per-node=N</c>.</summary>
    GpusPerNode,

    /// <summary><c>--gres=gpu:N</c>.</summary>
    Gres,

    /// <summary>Not at all: a cluster that hands out whole nodes and counts no GPUs.</summary>
    None,
}
