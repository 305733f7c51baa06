using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;

namespace LoadGen.Sweeps.Tests.Support;

/// <summary>A sweep with everything around it faked but its folder.</summary>
internal sealed class SweepRig : IDisposable
{
    private readonly TempFolder _temp = new();

    public FakeEngines Engines { get; } = new();

    public FakeBench Bench { get; } = new();

    public Watched Watched { get; private set; } = new();

    public ManualTime Time { get; } = new();

    public string Folder => _temp["sweep"];

    public IEnumerable<string> Points => NamesIn("points");

    public IEnumerable<string> Attempts => NamesIn("attempts");

    public string[] Journal => File.ReadAllLines(Path.Combine(Folder, "journal.jsonl"));

    public string Point(string id, string file) => Path.Combine(Folder, "points", id, file);

    public async Task<SweepOutcome> RunAsync(SweepPlan plan, bool isResumed = false, SweepOptions? options = null, SweepPlan? selected = null, CancellationToken stop = default)
    {
        Watched = new Watched();
        using SweepFolder folder = SweepFolder.Open(Folder, plan, Sweep.Tool, isResumed, Time);

        // No waiting for word of a death: the clock stands still, and fakes die before their benchmark ends.
        var runner = new SweepRunner(folder, (options ?? new SweepOptions()) with { DeathNotice = TimeSpan.Zero }, Engines, Bench, Watched, Time);
        return await runner.RunAsync(selected ?? plan, stop, CancellationToken.None);
    }

    public void Dispose() => _temp.Dispose();

    private IEnumerable<string> NamesIn(string name) =>
        Directory.EnumerateDirectories(Path.Combine(Folder, name)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
