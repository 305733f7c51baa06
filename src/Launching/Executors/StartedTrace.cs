using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Executors;

/// <summary>What shows once a process runs.</summary>
/// <param name="Watch">A container's first process, on this host; null for none.</param>
/// <param name="JobStep">A Slurm step's id, such as <c>123.4</c>; null for none.</param>
/// <param name="Teardown">A command that ends it; null for none.</param>
public sealed record StartedTrace(ProcessIdentity? Watch, string? JobStep, IReadOnlyList<string>? Teardown)
{
    /// <summary>There is nothing more to know.</summary>
    public static StartedTrace Nothing { get; } = new(null, null, null);
}
