using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Folder;

/// <summary>
/// A sweep's folder: what is done stands in it, and nothing else says so. It belongs to one process at a time, by a lock that ends with the
/// process however that ends.
/// </summary>
public sealed class SweepFolder : IDisposable
{
    private const string FileCopy = "sweep.yaml";

    private readonly FileStream _lock;

    private SweepFolder(string path, string name, FileStream @lock, TimeProvider time)
    {
        Path = path;
        Name = name;
        _lock = @lock;
        Journal = new Journal(path, time);
    }

    /// <summary>The folder, a full path.</summary>
    public string Path { get; }

    /// <summary>The sweep's name.</summary>
    public string Name { get; }

    /// <summary>What happened.</summary>
    public Journal Journal { get; }

    /// <summary>The finished points.</summary>
    public string Points => System.IO.Path.Combine(Path, "points");

    /// <summary>Where points are measured, and what came of those that failed.</summary>
    public string Attempts => System.IO.Path.Combine(Path, "attempts");

    /// <summary>The folders of launches.</summary>
    public string Launches => System.IO.Path.Combine(Path, "launches");

    /// <summary>Makes the folder this run's.</summary>
    /// <param name="path">The folder, made where it is not there.</param>
    /// <param name="plan">What is to be measured.</param>
    /// <param name="tool">Version and commit of this program.</param>
    /// <param name="isResumed">The sweep in it is to be gone on with.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SweepException">It is another's, or holds what nobody asked to go on with, or cannot be written.</exception>
    public static SweepFolder Open(string path, SweepPlan plan, string tool, bool isResumed, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(time);
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            // Before anything is made: a folder that is refused stays as it was.
            RefuseForeign(full, path);
            Directory.CreateDirectory(full);
            FileStream held = FolderLock.Take(full, path);
            try
            {
                SweepDocument? before = Check(full, path, plan, isResumed);
                WholeFile.WriteText(System.IO.Path.Combine(full, FileCopy), plan.Text);
                var document = SweepDocument.Of(plan, before?.Created ?? time.GetUtcNow(), tool);
                WholeFile.Write(System.IO.Path.Combine(full, SweepDocument.FileName), document, SweepJson.Default.SweepDocument);
                var folder = new SweepFolder(full, plan.Name, held, time);
                Directory.CreateDirectory(folder.Points);
                Directory.CreateDirectory(folder.Attempts);
                Directory.CreateDirectory(folder.Launches);
                return folder;
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SweepException($"--output {path}: cannot write there ({e.Message}); name a folder that can be written", e);
        }
    }

    /// <summary>A name for the next launch of a configuration: <c>launches/CONFIGURATION-N</c>.</summary>
    public string NextLaunch(string configuration) => Numbered.Next(Launches, configuration);

    /// <summary>The folders of all launches so far.</summary>
    public IReadOnlyList<string> AllLaunches() => [.. Directory.EnumerateDirectories(Launches).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void Dispose()
    {
        Journal.Dispose();
        _lock.Dispose();
    }

    private static void RefuseForeign(string full, string path)
    {
        if (Directory.Exists(full) && !File.Exists(System.IO.Path.Combine(full, SweepDocument.FileName))
            && Directory.EnumerateFileSystemEntries(full).Any(entry => System.IO.Path.GetFileName(entry) is not (FolderLock.Name or FileCopy or FileCopy + ".partial" or SweepDocument.FileName + ".partial")))
        {
            throw new SweepException($"--output {path}: the folder holds something that is no sweep; name another, or an empty one");
        }
    }

    private static SweepDocument? Check(string full, string path, SweepPlan plan, bool isResumed)
    {
        string file = System.IO.Path.Combine(full, SweepDocument.FileName);
        if (!File.Exists(file))
        {
            return null;
        }

        SweepDocument before = WholeFile.TryRead(file, SweepJson.Default.SweepDocument)
            ?? throw new SweepException($"--output {path}: its {SweepDocument.FileName} cannot be read; name another folder");
        if (before.Name != plan.Name)
        {
            throw new SweepException($"--output {path}: the folder holds the sweep '{before.Name}', and this one is '{plan.Name}'; name another folder");
        }

        return isResumed
            ? before
            : throw new SweepException($"--output {path}: the folder holds a run of this sweep already; --resume goes on with it and keeps its finished points, another --output begins anew");
    }
}
