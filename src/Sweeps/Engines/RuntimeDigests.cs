using LoadGen.Launching.Executors;
using LoadGen.Launching.Programs;
using LoadGen.Sweeps.Continuous;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Engines;

/// <summary>Digests as Docker on this host knows them: of the image that a launch would use, pulled or not since. Other executors' are not known before a launch.</summary>
/// <param name="programs">Where <c>docker</c> is found.</param>
/// <param name="own">How this program starts itself.</param>
/// <param name="note">Takes what people should see.</param>
public sealed class RuntimeDigests(IPrograms programs, IReadOnlyList<string> own, Action<string> note) : IImageDigests
{
    private readonly DockerExecutor _docker = new(programs, own);

    /// <inheritdoc/>
    public async Task<string?> OfAsync(ConfigurationPlan configuration, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.Launch is not { Executor: ExecutorKind.Docker } launch || launch.Plan.Workers.Select(worker => worker.Image?.Text).FirstOrDefault(text => text is not null) is not { } image)
        {
            return null;
        }

        try
        {
            return await _docker.DigestAsync(image, cancellation);
        }
        catch (ProgramException e)
        {
            note($"{configuration.Id}: the digest of {image} cannot be told: {e.Message}");
            return null;
        }
    }
}
