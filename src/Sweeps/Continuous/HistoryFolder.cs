using System.Globalization;
using LoadGen.Launching;
using LoadGen.Launching.Manifests;
using LoadGen.Results.Points;
using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Continuous;

/// <summary>
/// Runs of one sweep over time: <c>runs/DATE/</c> are sweeps' folders, <c>changelog.jsonl</c> and <c>history/CONFIGURATION.jsonl</c> grow.
/// One process at a time works in it.
/// </summary>
public sealed class HistoryFolder : IDisposable
{
    private readonly FileStream _lock;

    private HistoryFolder(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    /// <summary>The folder, a full path.</summary>
    public string Path { get; }

    private string Runs => System.IO.Path.Combine(Path, "runs");

    private string Histories => System.IO.Path.Combine(Path, "history");

    private string Changelog => System.IO.Path.Combine(Path, "changelog.jsonl");

    /// <summary>Opens it, made where it is not there.</summary>
    /// <exception cref="SweepException">Another process works in it, or it cannot be written.</exception>
    public static HistoryFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            var folder = new HistoryFolder(full, FolderLock.Take(full, path));
            Directory.CreateDirectory(folder.Runs);
            Directory.CreateDirectory(folder.Histories);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SweepException($"--output {path}: cannot write there ({e.Message}); name a folder that can be written", e);
        }
    }

    /// <summary>A folder for a run of this day: its date, and a number behind it for a second one.</summary>
    public string NextRun(DateTimeOffset now)
    {
        string date = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        int last = RunNames().Select(run => NumberOf(run, date)).DefaultIfEmpty(0).Max();
        return System.IO.Path.Combine(Runs, last == 0 ? date : string.Create(CultureInfo.InvariantCulture, $"{date}-{last + 1}"));
    }

    // Those that were thinned out too: what is written of a run is not to be taken for another's.
    private IEnumerable<string> RunNames() =>
    [
        .. Directory.EnumerateDirectories(Runs).Select(run => System.IO.Path.GetFileName(run)),
        .. Directory.EnumerateFiles(Histories, "*.jsonl").SelectMany(file => LineFiles.Read(file, SweepLineJson.Default.HistoryLine)).Select(line => line.Run),
        .. LineFiles.Read(Changelog, SweepLineJson.Default.ChangeLine).Select(line => line.Run).OfType<string>(),
    ];

    // DATE is the first of its day, DATE-N the Nth; 0 for one of another day.
    private static int NumberOf(string run, string date) =>
        run == date ? 1
        : run.StartsWith(date + "-", StringComparison.Ordinal) && int.TryParse(run.AsSpan(date.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : 0;

    /// <summary>The folders of all launches of all runs.</summary>
    public IReadOnlyList<string> AllLaunches() =>
    [
        .. Directory.EnumerateDirectories(Runs).Select(run => System.IO.Path.Combine(run, "launches")).Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal),
    ];

    /// <summary>What was last known of each configuration.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> LastFacts()
    {
        var facts = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (ChangeLine line in LineFiles.Read(Changelog, SweepLineJson.Default.ChangeLine))
        {
            facts[line.Configuration] = line.Facts;
        }

        return facts;
    }

    /// <summary>Writes changes down.</summary>
    public void AddChanges(IEnumerable<ChangeLine> lines) => LineFiles.Append(Changelog, lines, SweepLineJson.Default.ChangeLine);

    /// <summary>Adds to the histories every finished point of every run that is not in them yet: of this run, and of one that was killed.</summary>
    public void Update()
    {
        foreach (IGrouping<string, (string Configuration, HistoryLine Line)> group in Measured().GroupBy(one => one.Configuration).ToArray())
        {
            HashSet<(string, string, string)> known = [.. History(group.Key).Select(line => (line.Run, line.Point, line.Fingerprint))];
            HistoryLine[] added = [.. group.Select(one => one.Line).Where(line => !known.Contains((line.Run, line.Point, line.Fingerprint))).OrderBy(line => line.At)];
            if (added.Length > 0)
            {
                LineFiles.Append(FileOf(group.Key), added, SweepLineJson.Default.HistoryLine);
            }
        }
    }

    /// <summary>A configuration's measurements, oldest first.</summary>
    public IReadOnlyList<HistoryLine> History(string configuration) => LineFiles.Read(FileOf(configuration), SweepLineJson.Default.HistoryLine);

    /// <summary>Removes runs, but the newest ones and those that hold the last measurement of a point of the plan.</summary>
    /// <returns>The runs that were removed.</returns>
    public IReadOnlyList<string> Thin(SweepPlan plan, int keep)
    {
        ArgumentNullException.ThrowIfNull(plan);
        HashSet<string> needed = [];
        foreach (ConfigurationPlan configuration in plan.Configurations)
        {
            foreach (IGrouping<string, HistoryLine> point in History(configuration.Id).GroupBy(line => line.Point))
            {
                needed.Add(point.Last().Run);
            }
        }

        // By time of creation: "2026-01-10-10" stands before "2026-01-10-2" in the alphabet.
        string[] old = [.. Directory.EnumerateDirectories(Runs).OrderByDescending(CreatedOf).Skip(keep).Where(run => !needed.Contains(System.IO.Path.GetFileName(run)))];
        foreach (string run in old)
        {
            Directory.Delete(run, recursive: true);
        }

        return [.. old.Select(run => System.IO.Path.GetFileName(run))];
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static DateTimeOffset CreatedOf(string run) =>
        WholeFile.TryRead(System.IO.Path.Combine(run, SweepDocument.FileName), SweepJson.Default.SweepDocument)?.Created ?? DateTimeOffset.MinValue;

    private IEnumerable<(string Configuration, HistoryLine Line)> Measured()
    {
        foreach (string file in Directory.EnumerateDirectories(Runs).SelectMany(run => Directory.EnumerateFiles(run, PointDocument.FileName, SearchOption.AllDirectories)))
        {
            string folder = System.IO.Path.GetDirectoryName(file)!;
            if (System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(folder)) == "points" && WholeFile.TryRead(file, SweepJson.Default.PointDocument) is { } point)
            {
                string relative = System.IO.Path.GetRelativePath(Path, folder);
                string run = System.IO.Path.GetRelativePath(Runs, folder).Split('/')[0];
                yield return (point.Configuration, new HistoryLine(point.StartedAt, run, point.Id, point.Fingerprint, DigestOf(folder, point), point.ExitCode, relative));
            }
        }
    }

    private static string? DigestOf(string folder, PointDocument point)
    {
        try
        {
            return point.Launch is { } launch
                ? ManifestFile.Read(System.IO.Path.GetFullPath(launch, folder)).Workers.SelectMany(worker => worker.Units).Select(unit => unit.ImageDigest).FirstOrDefault(digest => digest is not null)
                : null;
        }
        catch (LaunchException)
        {
            // The launch's folder was removed by hand: its image is not known any more, and nothing else is lost.
            return null;
        }
    }

    private string FileOf(string configuration) => System.IO.Path.Combine(Histories, configuration + ".jsonl");
}
