using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Continuous;

/// <summary>Tells what an image's tag points to on this host.</summary>
public interface IImageDigests
{
    /// <summary>The digest; null where there is no image, or nobody knows.</summary>
    Task<string?> OfAsync(ConfigurationPlan configuration, CancellationToken cancellation);
}
