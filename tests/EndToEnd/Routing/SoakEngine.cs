using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LoadGen.EndToEnd.Routing;

/// <summary>A simulated engine in a process of its own, which dies and comes back at the same address.</summary>
internal sealed class SoakEngine : IAsyncDisposable
{
    private const int StartsMax = 20;

    // How long an engine keeps the cache of a decode that does not come.
    private const string KvLease = "3s";

    private static readonly HttpClient s_http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    private readonly string _protocol;
    private readonly int _port = StablePorts.Next();
    private readonly int _channelPort = StablePorts.Next();
    private SoakProcess? _process;

    public SoakEngine(string protocol, string role) => (_protocol, Role) = (protocol, role);

    /// <summary>What it was last started as.</summary>
    public string Role { get; private set; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

    public bool IsAlive => _process is { HasExited: false };

    /// <summary>How the router's configuration names it.</summary>
    public string Yaml => _protocol == "sglang" ? $"{{url: '{Url}', bootstrap_port: {Channel}}}" : $"{{url: '{Url}'}}";

    private string Channel => _channelPort.ToString(CultureInfo.InvariantCulture);

    /// <summary>The body that adds it to the router.</summary>
    public string Json(string role) =>
        _protocol == "sglang" ? $$"""{"url":"{{Url}}","role":"{{role}}","bootstrap_port":{{Channel}}}""" : $$"""{"url":"{{Url}}","role":"{{role}}"}""";

    public async Task StartAsync(string? role = null)
    {
        Role = role ?? Role;
        for (int attempt = 1; ; attempt++)
        {
            _process = SoakProcess.Start(
                [
                    "simulate", "--port", _port.ToString(CultureInfo.InvariantCulture), "--role", Role, "--protocol", _protocol, "--sim-control",
                    "--ttft", "15ms", "--itl", "4ms", "--jitter", "0.3", "--kv-lease", KvLease, "--handoff-timeout", "6s", "--pacer-threads", "1",
                    .. Role == "prefill" ? [_protocol == "sglang" ? "--bootstrap-port" : "--side-channel-port", Channel] : Array.Empty<string>(),
                ]);
            if (await _process.WaitUntilListensAsync() is not null)
            {
                return;
            }

            // The kernel may hold on to the port of the one before for a moment.
            string words = _process.LastWords;
            await _process.DisposeAsync();
            Assert.True(attempt < StartsMax && words.Contains("use", StringComparison.Ordinal), $"{Url} does not start as {Role}: {words}");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            await process.DisposeAsync();
            _process = null;
        }
    }

    /// <summary>Ends it as an operator does.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        if (IsAlive)
        {
            _process!.Signal(SoakProcess.SigTerm);
            await _process.WaitAsync(limit);
        }

        await KillAsync();
    }

    /// <summary>Replaces its faults.</summary>
    public async Task SetFaultsAsync(string rules)
    {
        using var body = new StringContent(rules, Encoding.UTF8, "text/plain");
        using HttpResponseMessage response = await s_http.PostAsync(new Uri(Url + "/sim/faults"), body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Counts its caches anew.</summary>
    public async Task ResetKvAsync()
    {
        using HttpResponseMessage response = await s_http.DeleteAsync(new Uri(Url + "/kv"));
        response.EnsureSuccessStatusCode();
    }

    public async Task<SoakKv> KvAsync()
    {
        using JsonDocument kv = JsonDocument.Parse(await s_http.GetStringAsync(new Uri(Url + "/kv")));
        int Number(string key) => kv.RootElement.GetProperty(key).GetInt32();
        return new SoakKv(
            Number("pinned"), Number("running"), Number("waiting"), Number("leaked"), Number("unsafe_aborts"),
            Number("total_blocks") - Number("free_blocks"));
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}

/// <summary>An engine's KV cache.</summary>
internal sealed record SoakKv(int Pinned, int Running, int Waiting, int Leaked, int UnsafeAborts, int UsedBlocks)
{
    public bool IsAtRest => this is { Pinned: 0, Running: 0, Waiting: 0, UsedBlocks: 0 };
}
