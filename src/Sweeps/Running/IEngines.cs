using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Running;

/// <summary>Starts engines.</summary>
public interface IEngines
{
    /// <summary>Ends what a run that was killed left of its launches.</summary>
    /// <param name="launches">The launches' folders.</param>
    /// <param name="cancellation">Gives up.</param>
    Task CleanUpAsync(IReadOnlyList<string> launches, CancellationToken cancellation);

    /// <summary>Starts one, and waits until it serves.</summary>
    /// <param name="configuration">Which.</param>
    /// <param name="place">Where.</param>
    /// <param name="stop">Ends what has been started, and gives up.</param>
    /// <param name="atOnce">Ends it without giving it time.</param>
    /// <exception cref="EngineException">It does not serve; nothing of it is left.</exception>
    Task<IEngine> StartAsync(ConfigurationPlan configuration, EnginePlace place, CancellationToken stop, CancellationToken atOnce);
}

/// <summary>Where an engine is started, so that those that run at once are not in each other's way.</summary>
/// <param name="Folder">The launch's folder.</param>
/// <param name="PortOffset">Added to the ports of its plan.</param>
/// <param name="FirstNode">Of the nodes of a Slurm job that this program is in: how many belong to others.</param>
public sealed record EnginePlace(string Folder, int PortOffset, int FirstNode);

/// <summary>An engine that serves.</summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>Where requests go.</summary>
    Uri Url { get; }

    /// <summary>The launch's manifest; null for an engine that somebody else started.</summary>
    string? Manifest { get; }

    /// <summary>Completes, with the reason, when it has failed.</summary>
    Task<string> Failed { get; }

    /// <summary>Ends it.</summary>
    /// <param name="failure">Why, where it is not by intent.</param>
    /// <param name="atOnce">Cancelled: no time to end in good order.</param>
    /// <returns>What could not be ended.</returns>
    Task<IReadOnlyList<string>> StopAsync(string? failure, CancellationToken atOnce);
}

/// <summary>An engine does not come to serve.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Creates one.</summary>
    /// <param name="message">One line.</param>
    /// <param name="details">Further lines, such as the end of a log.</param>
    /// <param name="inner">What led to it.</param>
    public EngineException(string message, IReadOnlyList<string>? details = null, Exception? inner = null)
        : base(message, inner) => Details = details ?? [];

    /// <summary>Further lines.</summary>
    public IReadOnlyList<string> Details { get; }
}
