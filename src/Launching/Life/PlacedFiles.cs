using LoadGen.Launching.Executors;

namespace LoadGen.Launching.Life;

/// <summary>Writes a process's generated files.</summary>
internal static class PlacedFiles
{
    public static void Write(PlacedProcess placed, RunPlace run)
    {
        if (placed.Files.Count == 0)
        {
            return;
        }

        string folder = run.FilesOf(placed.Name);
        Directory.CreateDirectory(folder);
        foreach ((string name, string content) in placed.Files)
        {
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(name)), content);
        }
    }
}
