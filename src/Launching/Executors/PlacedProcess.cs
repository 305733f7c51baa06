using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Executors;

/// <summary>One process to start: a worker, or its part on one of several nodes. Nothing is left open in it.</summary>
public sealed record PlacedProcess
{
    /// <summary>The worker's name; with its node's rank behind it where it spans several.</summary>
    public required string Name { get; init; }

    /// <summary>What it comes from.</summary>
    public required WorkerPlan Worker { get; init; }

    /// <summary>Where it runs; several nodes where one step spans them.</summary>
    public required IReadOnlyList<NodePlace> Nodes { get; init; }

    /// <summary>The number of its node within its worker.</summary>
    public int NodeRank { get; init; }

    /// <summary>The engine's command.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The engine's variables. A null value is handed on by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string?>> Environment { get; init; }

    /// <summary>Its generated files: name and content.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Files { get; init; } = [];

    /// <summary>What the supervisor starts: the command itself, or the program that runs it elsewhere.</summary>
    public required IReadOnlyList<string> LaunchWords { get; init; }

    /// <summary>Variables that the supervisor sets for that.</summary>
    public required IReadOnlyDictionary<string, string> LaunchEnvironment { get; init; }

    /// <summary>Commands that end it where signals do not reach.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Teardown { get; init; } = [];

    /// <summary>The image that it runs in; null for none.</summary>
    public string? Image { get; init; }

    /// <summary>Its container's name; null without one.</summary>
    public string? Container { get; init; }

    /// <summary>Its job step's name; null without one.</summary>
    public string? Step { get; init; }

    /// <summary>Requests reach the worker through this process: the others of a worker on several nodes serve none.</summary>
    public bool Serves => NodeRank == 0;

    /// <summary>Where requests reach it.</summary>
    public Uri Url => new UriBuilder("http", Nodes[0].Address, Worker.Port).Uri;
}
