namespace LoadGen.Launching.Executors;

/// <summary>A host that workers run on.</summary>
/// <param name="Name">Its name, as the scheduler has it.</param>
/// <param name="Address">Where its ports are reached.</param>
public sealed record NodePlace(string Name, string Address)
{
    /// <summary>This host. Everything that runs here alone is reached over the loopback interface.</summary>
    public static NodePlace Local { get; } = new("localhost", "127.0.0.1");

    /// <summary>The host's name as it knows itself.</summary>
    public string HostName => this == Local ? Environment.MachineName : Name;
}
