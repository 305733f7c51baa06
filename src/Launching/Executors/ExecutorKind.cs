namespace LoadGen.Launching.Executors;

/// <summary>By what an engine's processes are run.</summary>
public enum ExecutorKind
{
    /// <summary>Bare processes of this host.</summary>
    Process,

    /// <summary>Containers of this host, through the <c>docker</c> command.</summary>
    Docker,

    /// <summary>Steps of a Slurm job, in containers through pyxis where the plan names an image.</summary>
    Slurm,
}
