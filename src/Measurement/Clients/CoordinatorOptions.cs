namespace LoadGen.Measurement.Clients;

/// <summary>How a run is made by several clients.</summary>
public sealed record CoordinatorOptions
{
    /// <summary>How many.</summary>
    public required int Clients { get; init; }

    /// <summary>The program's version and commit: every client's must be the same.</summary>
    public required string Version { get; init; }

    /// <summary>How long all of them may take to come.</summary>
    public TimeSpan WaitLimit { get; init; } = TimeSpan.FromMinutes(10);
}
