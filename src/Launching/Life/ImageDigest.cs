using LoadGen.Launching.Executors;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Life;

/// <summary>The digest of a unit's image, for the manifest: a note, and no reason to end what runs.</summary>
internal static class ImageDigest
{
    /// <returns>Null where there is none, or where it cannot be told: then a line says why.</returns>
    public static async Task<string?> ReadAsync(IExecutor executor, string image, Action<string> say, CancellationToken cancellation)
    {
        try
        {
            return await executor.DigestAsync(image, cancellation);
        }
        catch (ProgramException e)
        {
            say($"warning: the digest of {image} cannot be told: {e.Message}");
            return null;
        }
    }
}
