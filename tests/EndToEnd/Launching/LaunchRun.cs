using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Launching;

/// <summary>A folder with recipes and scripts of its own, launches from it, and what they leave.</summary>
internal sealed class LaunchRun : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Output => _folder["run"];

    public string Path => _folder.Path;

    /// <summary>Variables of the launcher.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public JsonElement Manifest => JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(Output, "manifest.json"))).RootElement;

    /// <summary>Every process that the manifest names, supervisors too, that lives.</summary>
    public int[] Living => [.. Pids(Manifest).Distinct().Where(IsAlive)];

    /// <summary>A port for requests, free as those of a plan's workers are, which lie a hundred and more above it.</summary>
    public static int FreePort() => StablePorts.Next(100, 101, 102, 103, 104, 105);

    public static bool IsAlive(int pid) =>
        File.Exists($"/proc/{pid}/stat") && File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0] is not ('Z' or 'X');

    /// <summary>A file in the folder.</summary>
    public string Write(string name, string text) => _folder.File(name, text);

    /// <summary>A recipe whose engine is a bash script: <c>$1</c> is its port, <c>simulate</c> a function that serves there.</summary>
    /// <param name="script">What the engine does.</param>
    /// <param name="more">Further lines of the recipe.</param>
    public string Recipe(string script, string more = "readiness: { port_limit_s: 30, health_limit_s: 30, model_limit_s: 10, canary_limit_s: 30 }")
    {
        string loadgen = string.Join(' ', Loadgen.Command.Select(word => $"'{word}'"));
        string engine = Write("engine.sh", $$"""
            simulate() { {{loadgen}} simulate --port "$1" --model m --ttft 1ms --itl 1ms --pacer-threads 1; }
            {{script}}

            """);
        return Write("recipe.yaml", $$"""
            about: a script
            source: a test
            engine: process
            model: m
            precisions: [bf16]
            skus: [any]
            command: [bash, {{engine}}, '${port}']
            {{more}}

            """);
    }

    public LoadgenProcess Start(params string[] arguments) =>
        LoadgenProcess.Start([.. Loadgen.Command, "launch", .. arguments, "--output", Output], Environment, Path);

    public Task<Finished> RunAsync(params string[] arguments) => Loadgen.RunAsync(["launch", .. arguments], Environment, Path);

    /// <summary>Launches, and runs a shell's command while the engine serves.</summary>
    public Task<Finished> RunWithAsync(string command, params string[] arguments) =>
        RunAsync([.. arguments, "--output", Output, "--", "bash", "-c", command]);

    /// <summary>Asserts that nothing that the launch started lives any more.</summary>
    public async Task LeavesNothingAsync() =>
        Assert.Empty(await Eventually.HoldsAsync(() => Task.FromResult(Living), living => living.Length == 0));

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<int> Pids(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("pid", out JsonElement pid) => [pid.GetInt32()],
        JsonValueKind.Object => element.EnumerateObject().Where(property => property.Name != "launcher").SelectMany(property => Pids(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Pids),
        _ => [],
    };
}
