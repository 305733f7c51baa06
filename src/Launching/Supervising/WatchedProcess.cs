namespace LoadGen.Launching.Supervising;

/// <summary>What is known of one process of an engine.</summary>
public sealed class WatchedProcess
{
    /// <summary>Which it is.</summary>
    public required ProcessIdentity Identity { get; init; }

    /// <summary>Its command line when it was first seen.</summary>
    public required string Command { get; set; }

    /// <summary>The process that was started: everything else comes from it.</summary>
    public bool IsRoot { get; init; }

    /// <summary>It runs for the supervisor, which ends it. False for a container's processes, which the container's runtime ends.</summary>
    public bool IsOwned { get; init; } = true;

    /// <summary>It has had a GPU open.</summary>
    public bool HeldGpu { get; set; }

    /// <summary>It was alive when the engine was found to serve.</summary>
    public bool WasAliveWhenReady { get; set; }
}
