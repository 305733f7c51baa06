using LoadGen.Launching.Manifests;

namespace LoadGen.Launching.Life;

/// <summary>A run's folder: it belongs to one launch as long as that may run.</summary>
internal static class RunFolder
{
    /// <summary>Makes the folder, or takes one over whose launch is over.</summary>
    /// <exception cref="LaunchException">It cannot be made, or it is another launch's: its manifest alone says what that one owns.</exception>
    public static void Claim(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(LaunchError.Unusable, $"{folder} cannot be made ({e.Message}): choose another with --output", null, e);
        }

        if (File.Exists(Path.Combine(folder, LaunchManifest.FileName)) && ManifestFile.Read(folder).State is not (LaunchState.Stopped or LaunchState.Failed))
        {
            throw new LaunchException(LaunchError.Unusable, $"{folder} holds a launch that may still run: loadgen launch --stop {folder} first, or another --output");
        }
    }
}
