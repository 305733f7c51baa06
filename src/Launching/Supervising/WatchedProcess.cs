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

    /// <summary>It has worked on a GPU: it had one open in two scans, and was the same program in both.</summary>
    public bool HeldGpu { get; set; }

    /// <summary>Its command line when the last scan saw a GPU open in it; null when that saw none.</summary>
    internal string? CommandOnGpu { get; set; }

    /// <summary>Since when it has been that: a timestamp of the supervisor's clock.</summary>
    internal long OnGpuSince { get; set; }

    /// <summary>When it was first seen: a timestamp of the supervisor's clock.</summary>
    public long FirstSeen { get; init; }

    /// <summary>It was alive when the engine was found to serve.</summary>
    public bool WasAliveWhenReady { get; set; }
}
