using System.Text.Json;

namespace LoadGen.EndToEnd.Support;

/// <summary><c>loadgen simulate</c> on a free port: a fixture that a class of tests shares.</summary>
public sealed class SimulatedEngine : IAsyncLifetime
{
    private LoadgenProcess _process = null!;

    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _process = Loadgen.Start("simulate", "--port", "0", "--ttft", "5ms", "--itl", "1ms", "--model", "sim-model");
        Url = UrlIn(await _process.WaitForLineAsync("simulated engine at "));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>What it says it has done since it started.</summary>
    public async Task<JsonElement> StatsAsync()
    {
        using var client = new HttpClient();
        using JsonDocument stats = JsonDocument.Parse(await client.GetStringAsync(new Uri(Url + "/stats")));
        return stats.RootElement.Clone();
    }

    /// <summary>The URL in the line that the engine prints.</summary>
    internal static string UrlIn(string line) => line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)).TrimEnd('/');
}
