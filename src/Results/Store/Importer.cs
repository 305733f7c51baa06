using LoadGen.Results.Rows;
using LoadGen.Results.Scores;

namespace LoadGen.Results.Store;

/// <summary>
/// Takes rows of others into a results folder: their files are copied to <c>imported/</c> as they are, with their dates, and are read from there
/// by whatever reads the folder. What was imported before is not copied again.
/// </summary>
public static class Importer
{
    /// <summary>Imports a file, or the files of a folder that have rows in them.</summary>
    /// <param name="source">The file or folder.</param>
    /// <param name="results">The results folder; created where needed.</param>
    /// <exception cref="ResultsException">There is no such source, it has no row, or the folder cannot be written.</exception>
    public static ImportReport Import(string source, string results)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(results);
        RowReading reading = InferenceXRows.Read(source);
        if (reading.Rows.Count == 0)
        {
            throw new ResultsException($"{source} has no row of InferenceX's{(reading.Problems.Count > 0 ? ": " + reading.Problems[0] : "")}");
        }

        var copied = new List<string>();
        string folder = Path.Combine(results, RowReader.ImportedFolder);
        try
        {
            Directory.CreateDirectory(folder);
            string[] files = File.Exists(source) ? [source] : Directory.GetFiles(source, "*.json", SearchOption.AllDirectories);
            string[] artifacts = [.. files.Where(ScoreArtifact.IsMeta).Select(file => Path.GetDirectoryName(file)!)];
            copied.AddRange(artifacts.SelectMany(artifact => CopyArtifact(artifact, folder)));
            foreach (string file in files.Order(StringComparer.Ordinal))
            {
                if (InferenceXRows.Read(file).Rows.Count > 0 && Target(file, folder) is { } target)
                {
                    Copy(file, target);
                    copied.Add(target);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"{folder}: cannot be written ({e.Message.ReplaceLineEndings(" ")}); name a folder that can", e);
        }

        return new ImportReport(reading, copied);
    }

    // Its files belong together, in a folder of their own: one that is there with the same metadata is this one.
    private static List<string> CopyArtifact(string artifact, string folder)
    {
        (_, IReadOnlyList<string> files) = ScoreArtifact.Read(artifact, Directory.GetFiles(artifact, "*.json"));
        var copied = new List<string>();
        if (files.Count < 2 || FolderOf(artifact, folder) is not { } target)
        {
            return copied;
        }

        Directory.CreateDirectory(target);
        foreach (string file in files)
        {
            Copy(file, Path.Combine(target, Path.GetFileName(file)));
            copied.Add(Path.Combine(target, Path.GetFileName(file)));
        }

        return copied;
    }

    private static string? FolderOf(string artifact, string folder)
    {
        string name = Path.GetFileName(Path.GetFullPath(artifact));
        for (int number = 1; ; number++)
        {
            string target = Path.Combine(folder, number == 1 ? name : $"{name}-{number}");
            if (!Directory.Exists(target))
            {
                return target;
            }

            if (AreSame(artifact, target))
            {
                return null;
            }
        }
    }

    private static bool AreSame(string artifact, string target) => Directory.GetFiles(target, "*.json").All(file =>
        Path.Combine(artifact, Path.GetFileName(file)) is var other && File.Exists(other) && File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(other)));

    // NAME.json, or NAME-2.json where another file has that name; null where one of them is this very file.
    private static string? Target(string file, string folder)
    {
        byte[] bytes = File.ReadAllBytes(file);
        string name = Path.GetFileNameWithoutExtension(file);
        for (int number = 1; ; number++)
        {
            string target = Path.Combine(folder, number == 1 ? $"{name}.json" : $"{name}-{number}.json");
            if (!File.Exists(target))
            {
                return target;
            }

            if (File.ReadAllBytes(target).AsSpan().SequenceEqual(bytes))
            {
                return null;
            }
        }
    }

    private static void Copy(string file, string target)
    {
        string temporary = target + ".tmp";
        File.WriteAllBytes(temporary, File.ReadAllBytes(file));
        // Rows without a date of their own have the file's.
        File.SetLastWriteTimeUtc(temporary, File.GetLastWriteTimeUtc(file));
        File.Move(temporary, target);
    }
}

/// <summary>What an import did.</summary>
/// <param name="Reading">The rows, flagged ones included, and what was no row.</param>
/// <param name="Copied">The files that are new in the results folder.</param>
public sealed record ImportReport(RowReading Reading, IReadOnlyList<string> Copied);
