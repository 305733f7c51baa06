using LoadGen.Inference.Handoffs;

namespace LoadGen.Routing.Workers;

/// <summary>What is known of a worker beforehand: from the configuration, the admin API, DNS or its own registration.</summary>
public sealed record WorkerSettings
{
    /// <summary>Base URL: scheme, host and port. Its text is the worker's id.</summary>
    public required Uri Url { get; init; }

    /// <summary>What it does.</summary>
    public required WorkerRole Role { get; init; }

    /// <summary>What a hand-off needs to know of it.</summary>
    public required HandoffPeer Peer { get; init; }

    /// <summary>Where this worker comes from; a worker is removed only by its own source.</summary>
    public WorkerSource Source { get; init; } = WorkerSource.Configuration;

    /// <summary>The id: scheme, host and port, without a slash at the end.</summary>
    public string Id => Url.GetLeftPart(UriPartial.Authority);
}

/// <summary>Who told the router of a worker.</summary>
public enum WorkerSource
{
    /// <summary>The configuration file.</summary>
    Configuration,

    /// <summary>The admin API.</summary>
    Admin,

    /// <summary>A DNS name of the configuration that resolved to it.</summary>
    Dns,

    /// <summary>The worker itself, by its heartbeat.</summary>
    Heartbeat,
}
