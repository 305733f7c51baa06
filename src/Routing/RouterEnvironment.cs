using LoadGen.Routing.Admin;

namespace LoadGen.Routing;

/// <summary>What a router needs of its process.</summary>
public sealed record RouterEnvironment
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Seeds what is jittered.</summary>
    public int Seed { get; init; }

    /// <summary>The program's version.</summary>
    public string Version { get; init; } = "0";

    /// <summary>Where the access log goes; null for none. The router owns it.</summary>
    public Stream? AccessLog { get; init; }

    /// <summary>The value of an environment variable; null when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Reads the configuration anew, for the admin API; null where there is no file.</summary>
    public Func<CancellationToken, Task<ReloadOutcome>>? Reload { get; init; }
}
