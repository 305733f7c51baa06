using LoadGen.Launching.Preflight;
using LoadGen.Launching.Programs;
using LoadGen.Launching.Readiness;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Life;

/// <summary>What a launch works with. Everything of the host comes through here.</summary>
public sealed record LaunchServices
{
    /// <summary>External programs.</summary>
    public required IPrograms Programs { get; init; }

    /// <summary>Files, limits and ports.</summary>
    public required IHostFacts Host { get; init; }

    /// <summary>The GPUs.</summary>
    public required IGpuInventory Gpus { get; init; }

    /// <summary>Processes.</summary>
    public required IProcessTable Processes { get; init; }

    /// <summary>Asks engines whether they serve.</summary>
    public required IServiceProbe Probe { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>How <c>loadgen</c> starts itself: supervisors and the router are it.</summary>
    public required IReadOnlyList<string> Own { get; init; }

    /// <summary>Takes lines of progress.</summary>
    public required Action<string> Say { get; init; }
}
