namespace LoadGen.Sweeps.Running;

/// <summary>How a sweep is run.</summary>
public sealed record SweepOptions
{
    /// <summary>Go on after a failure.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>The most configurations at once.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Nodes of the Slurm job that this program is in; null: it is in none, and each configuration asks for its own.</summary>
    public int? OuterNodes { get; init; }

    /// <summary>
    /// For how long a measurement that failed waits for word that its engine died: the client sees broken connections before the supervisor
    /// has reaped the process and said so.
    /// </summary>
    public TimeSpan DeathNotice { get; init; } = TimeSpan.FromSeconds(5);
}
