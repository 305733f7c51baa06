using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary><c>loadgen simulate</c> on free ports, gone with the test: an aggregated engine, or one of a pair.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private static readonly string[] s_quick = ["simulate", "--port", "0", "--until-eof", "--sim-control", "--ttft", "2ms", "--itl", "1ms", "--pacer-threads", "1"];

    private readonly LoadgenProcess _process;
    private readonly HttpClient _control = new();

    private EngineProcess(LoadgenProcess process, string line)
    {
        _process = process;
        Url = SimulatedEngine.UrlIn(line);
        int peers = line.IndexOf("peers at ", StringComparison.Ordinal);
        PeerPort = peers < 0 ? 0 : int.Parse(line[peers..].Split(':', ')')[1]);
    }

    public string Url { get; }

    /// <summary>Where engines of the other role connect; 0 where they do not.</summary>
    public int PeerPort { get; }

    /// <summary>Starts one.</summary>
    /// <param name="more">Options besides those that make it quick, or instead of them.</param>
    public static async Task<EngineProcess> StartAsync(params string[] more)
    {
        LoadgenProcess process = Loadgen.StartWithInput([.. Without(s_quick, more), .. more]);
        return new EngineProcess(process, await process.WaitForLineAsync("simulated engine at "));
    }

    /// <summary>One of a pair.</summary>
    public static Task<EngineProcess> StartAsync(string role, string protocol, params string[] more)
    {
        string? port = role != "prefill" ? null : protocol == "sglang" ? "--bootstrap-port" : "--side-channel-port";
        return StartAsync(["--role", role, "--protocol", protocol, .. port is null ? (string[])[] : [port, "0"], .. more]);
    }

    /// <summary>The generating requests that it got, in the order of their arrival.</summary>
    public async Task<IReadOnlyList<JsonElement>> RequestsAsync() =>
        [.. (await GetAsync("/sim/requests")).GetProperty("requests").EnumerateArray().Where(r => r.GetProperty("method").GetString() == "POST")];

    /// <summary>Its KV cache.</summary>
    public Task<JsonElement> KvAsync() => GetAsync("/kv");

    /// <summary>What it says it has done.</summary>
    public Task<JsonElement> StatsAsync() => GetAsync("/stats");

    /// <summary>Faults from now on; none to stop them.</summary>
    public async Task FaultsAsync(params string[] rules)
    {
        using var body = new StringContent(string.Join('\n', rules));
        using HttpResponseMessage response = await _control.PostAsync(new Uri(Url + "/sim/faults"), body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Ends it, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Signal(LoadgenProcess.SigKill);
        await _process.WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _process.DisposeAsync();
    }

    private static string[] Without(string[] defaults, string[] more)
    {
        List<string> left = [.. defaults];
        foreach (int at in more.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(option => left.IndexOf(option)).Where(at => at >= 0).OrderDescending())
        {
            left.RemoveRange(at, 2);
        }

        return [.. left];
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using JsonDocument document = JsonDocument.Parse(await _control.GetStringAsync(new Uri(Url + path)));
        return document.RootElement.Clone();
    }
}
