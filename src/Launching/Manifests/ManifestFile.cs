using System.Text.Json;

namespace LoadGen.Launching.Manifests;

/// <summary>Reads and writes a run folder's manifest. A reader sees a whole document, an old or a new one.</summary>
public static class ManifestFile
{
    /// <summary>Writes it.</summary>
    public static void Write(string folder, LaunchManifest manifest)
    {
        string path = PathIn(folder);
        string partial = path + ".partial";
        using (FileStream file = File.Create(partial))
        {
            JsonSerializer.Serialize(file, manifest, ManifestJson.Default.LaunchManifest);
            file.WriteByte((byte)'\n');
        }

        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="LaunchException">There is none, or it is no manifest.</exception>
    public static LaunchManifest Read(string folder)
    {
        string path = PathIn(folder);
        try
        {
            using FileStream file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, ManifestJson.Default.LaunchManifest)
                ?? throw new LaunchException(LaunchError.Unusable, $"{path}:1:1: found null instead of a manifest; accepted: the {LaunchManifest.FileName} that loadgen launch wrote");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(LaunchError.Unusable, $"{path} {(e is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : $"cannot be read ({e.Message.TrimEnd('.')})")}: name the folder that loadgen launch wrote to (--output)", null, e);
        }
        catch (JsonException e)
        {
            throw new LaunchException(LaunchError.Unusable, $"{ManifestProblem.Describe(path, e)}; accepted: the {LaunchManifest.FileName} that loadgen launch wrote", null, e);
        }
    }

    private static string PathIn(string folder) => Path.Combine(folder, LaunchManifest.FileName);
}
