using LoadGen.Launching;
using LoadGen.Launching.Manifests;
using LoadGen.Results.Points;
using LoadGen.Sweeps.Folder;

namespace LoadGen.Sweeps.Planning;

/// <summary>
/// How long points and engine starts take: as long as they took before, where the folder has it, else by what is assumed of an engine that
/// nobody has measured yet.
/// </summary>
public sealed class SweepEstimate
{
    /// <summary>Assumed: from one token of a stream to the next.</summary>
    public static readonly TimeSpan TokenAssumed = TimeSpan.FromMilliseconds(20);

    /// <summary>Assumed: to a request's first token.</summary>
    public static readonly TimeSpan FirstTokenAssumed = TimeSpan.FromSeconds(1);

    /// <summary>Assumed: from an engine's start until it serves.</summary>
    public static readonly TimeSpan StartAssumed = TimeSpan.FromMinutes(5);

    /// <summary>Assumed: output tokens of a request of a dataset, as bench asks for where the dataset does not say.</summary>
    public const int OutputAssumed = 128;

    /// <summary>Assumed: a point whose trace decides how long it takes.</summary>
    public static readonly TimeSpan TraceAssumed = TimeSpan.FromMinutes(10);

    private readonly string? _folder;

    /// <summary>Creates it.</summary>
    /// <param name="folder">The sweep's folder, which may not be there yet; null: nothing was measured before.</param>
    public SweepEstimate(string? folder) => _folder = folder is not null && Directory.Exists(folder) ? Path.GetFullPath(folder) : null;

    /// <summary>How long a point takes, and whether it has been measured before.</summary>
    public (TimeSpan Time, bool IsMeasured) Of(PointPlan point)
    {
        ArgumentNullException.ThrowIfNull(point);
        if (_folder is not null
            && WholeFile.TryRead(Path.Combine(_folder, "points", point.Id, PointDocument.FileName), SweepJson.Default.PointDocument) is { } before)
        {
            return (before.EndedAt - before.StartedAt, true);
        }

        TimeSpan request = FirstTokenAssumed + ((point.Identity.Osl ?? OutputAssumed) * TokenAssumed);
        int streams = new PointLoad(point.Identity.Concurrency, point.Identity.RatePerS).Streams;
        int warmupRounds = (point.Warmup + streams - 1) / streams;
        if (point.Duration is { } duration)
        {
            return (duration + ((warmupRounds + 1) * request), false);
        }

        return point.Requests is { } requests ? ((warmupRounds + ((requests + streams - 1) / streams)) * request, false) : (TraceAssumed, false);
    }

    /// <summary>How long an engine takes to serve, and whether it has been started before.</summary>
    public (TimeSpan Time, bool IsMeasured) StartOf(ConfigurationPlan configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.Launch is null)
        {
            return (TimeSpan.Zero, true);
        }

        string launches = Path.Combine(_folder ?? "", "launches");
        if (_folder is null || !Directory.Exists(launches))
        {
            return (StartAssumed, false);
        }

        foreach ((string folder, _) in Numbered.All(launches, configuration.Id).Reverse())
        {
            if (Read(folder) is { ReadyAt: { } ready } manifest)
            {
                return (ready - manifest.StartedAt, true);
            }
        }

        return (StartAssumed, false);
    }

    private static LaunchManifest? Read(string folder)
    {
        try
        {
            return ManifestFile.Read(folder);
        }
        catch (LaunchException)
        {
            // It never came to have one, or lost it: an estimate can do without.
            return null;
        }
    }
}
