using LoadGen.Launching;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Life;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Programs;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;
using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Engines;

/// <summary>Engines that this program launches, in this process; and those that somebody else has started.</summary>
/// <param name="services">What a launch works with; what it says goes to <c>launcher.log</c> in its folder, warnings to <paramref name="note"/> too.</param>
/// <param name="version">This program's, for manifests.</param>
/// <param name="outerJob">The Slurm job that this program is in; null for none.</param>
/// <param name="note">Takes what people should see.</param>
public sealed class LaunchedEngines(LaunchServices services, string version, string? outerJob, Action<string> note) : IEngines
{
    /// <inheritdoc/>
    public async Task CleanUpAsync(IReadOnlyList<string> launches, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(launches);
        foreach (string folder in launches.Where(folder => File.Exists(Path.Combine(folder, LaunchManifest.FileName))))
        {
            try
            {
                if (ManifestFile.Read(folder).State is not (LaunchState.Stopped or LaunchState.Failed))
                {
                    int count = await new Leftovers(services).EndAsync(folder);
                    note($"{Path.GetFileName(folder)}: a run that was killed had left it; {count} of its processes and containers were ended now");
                }
            }
            catch (Exception e) when (e is LaunchException or ProgramException or IOException or UnauthorizedAccessException)
            {
                note($"{Path.GetFileName(folder)}: what a killed run left of it cannot be ended: {e.Message}");
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IEngine> StartAsync(ConfigurationPlan configuration, EnginePlace place, CancellationToken stop, CancellationToken atOnce)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(place);
        if (configuration.Launch is not { } launch)
        {
            return new AttachedEngine(configuration.Url!);
        }

        LaunchPlan plan = place.PortOffset == 0
            ? launch.Plan
            : Planner.Plan(launch.Recipe, launch.Sku, launch.Request with { Port = launch.Request.Port + place.PortOffset });
        IExecutor executor = ExecutorFor(launch, place);
        try
        {
            Directory.CreateDirectory(place.Folder);
            var log = new LauncherLog(place.Folder, line => note($"{configuration.Id}: {line}"));
            try
            {
                LaunchSession session = await LaunchSession.StartAsync(plan, executor, OptionsFor(launch, place), services with { Say = line => Say(configuration, log, line) }, stop, atOnce);
                return new LaunchedEngine(session, log);
            }
            catch
            {
                log.Dispose();
                throw;
            }
        }
        catch (LaunchException e)
        {
            throw new EngineException(e.Message, e.Details, e);
        }
        catch (Exception e) when (e is ProgramException or IOException or UnauthorizedAccessException)
        {
            throw new EngineException(e.Message, null, e);
        }
    }

    private void Say(ConfigurationPlan configuration, LauncherLog log, string line)
    {
        log.Add(line);
        if (line.StartsWith("warning", StringComparison.Ordinal))
        {
            note($"{configuration.Id}: {line}");
        }
    }

    private IExecutor ExecutorFor(EngineLaunch launch, EnginePlace place)
    {
        SlurmSection slurm = launch.Settings.Slurm;
        return launch.Executor switch
        {
            ExecutorKind.Docker => new DockerExecutor(services.Programs, services.Own),
            ExecutorKind.Slurm => new SlurmExecutor(services.Programs, OptionsOf(slurm, place), services.Own, services.Time),
            _ => new ProcessExecutor(services.Own),
        };
    }

    private SlurmOptions OptionsOf(SlurmSection slurm, EnginePlace place) => new()
    {
        Partition = slurm.Partition,
        Account = slurm.Account,
        Time = slurm.Time,
        Gpus = slurm.Gpus ?? SlurmGpus.GpusPerNode,
        Extra = slurm.Extra ?? [],
        StepExtra = slurm.StepExtra ?? [],
        ImageFolder = slurm.Images,
        OuterJob = outerJob,
        FirstNode = place.FirstNode,
    };

    private LaunchOptions OptionsFor(EngineLaunch launch, EnginePlace place)
    {
        var options = new LaunchOptions
        {
            Folder = place.Folder,
            Sku = launch.Sku,
            ModelPath = launch.Settings.ModelPath,
            SkipPreflight = [.. launch.Settings.SkipPreflight ?? []],
            Version = version,
        };
        return options with
        {
            Grace = launch.Settings.GraceS is { } grace ? TimeSpan.FromSeconds(grace) : options.Grace,
            QueueLimit = launch.Settings.Slurm.WaitS is { } wait ? TimeSpan.FromSeconds(wait) : options.QueueLimit,
        };
    }
}
