using System.Text.Json;
using LoadGen.EndToEnd.Launching;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Sweeps;

/// <summary>A sweep's file and folder, runs of it, and what they leave.</summary>
internal sealed class SweepRun : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>A simulated engine, and a pair of them behind the router, each at three concurrencies.</summary>
    /// <param name="tokens">Of an answer: 20 ms each.</param>
    public SweepRun(int tokens = 4)
    {
        File = _folder.File("sweep.yaml", $$"""
            name: small
            defaults:
              recipe: process/simulated
              set: { ttft: 1ms }
              sku: h200
              scenarios: [{ isl: 16, osl: {{tokens}} }]
              search_space: [{ tp: 8, conc_start: 1, conc_end: 4 }]
              load: { range_ratio: 1, requests_per_conc: 2, warmup_per_conc: 1, allow_invalid: true }
              launch: { executor: process, port: {{LaunchRun.FreePort()}} }
            configurations:
              - { name: one, framework: vllm }
              - name: pair
                framework: sglang
                recipe: process/simulated-sglang
            """);
    }

    public string File { get; }

    public string Output => _folder["out"];

    /// <summary>The finished points, by their ids, with the instants at which their measurements began.</summary>
    public Dictionary<string, string> Points => Directory.EnumerateDirectories(Path.Combine(Output, "points")).ToDictionary(
        folder => Path.GetFileName(folder)!,
        folder => JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(folder, "point.json"))).RootElement.GetProperty("started_at").GetString()!);

    public string[] Attempts => [.. Directory.EnumerateDirectories(Path.Combine(Output, "attempts")).Select(folder => Path.GetFileName(folder)!)];

    /// <summary>Lines of the journal with this event: their points.</summary>
    public string[] Journal(string what) =>
    [
        .. from line in System.IO.File.ReadAllLines(Path.Combine(Output, "journal.jsonl"))
           let entry = JsonDocument.Parse(line).RootElement
           where entry.GetProperty("event").GetString() == what
           select entry.TryGetProperty("point", out JsonElement point) ? point.GetString()! : "",
    ];

    public Task<Finished> RunAsync(params string[] more) => Loadgen.RunAsync(["sweep", File, "--output", Output, .. more], limit: TimeSpan.FromMinutes(3));

    public LoadgenProcess Start(params string[] more) => Loadgen.Start(["sweep", File, "--output", Output, .. more]);

    /// <summary>Asserts that nothing that any launch of it started lives any more.</summary>
    public async Task LeavesNothingAsync()
    {
        int[] pids = [.. from manifest in Directory.EnumerateFiles(Path.Combine(Output, "launches"), "manifest.json", SearchOption.AllDirectories)
                         from pid in Pids(JsonDocument.Parse(System.IO.File.ReadAllText(manifest)).RootElement)
                         select pid];
        Assert.NotEmpty(pids);
        await Eventually.HoldsAsync(() => Task.FromResult(pids.Count(LaunchRun.IsAlive)), living => living == 0);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<int> Pids(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("pid", out JsonElement pid) => [pid.GetInt32()],
        JsonValueKind.Object => element.EnumerateObject().Where(property => property.Name != "launcher").SelectMany(property => Pids(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Pids),
        _ => [],
    };
}
