using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Watching;

/// <summary>
/// <c>watch</c> against <c>simulate</c>, killed in the middle. <c>LOADGEN_WATCH_S</c> says for how long (8 s): 600 makes it ten minutes.
/// </summary>
public sealed class WatchTests(SimulatedEngine engine) : IClassFixture<SimulatedEngine>, IDisposable
{
    private readonly TempFolder _folder = new();

    private static TimeSpan Half { get; } = TimeSpan.FromSeconds((double.TryParse(Environment.GetEnvironmentVariable("LOADGEN_WATCH_S"), out double s) ? s : 8) / 2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_kill_loses_at_most_the_request_in_flight_of_each_endpoint()
    {
        string file = Watch(("a", engine.Url), ("b", engine.Url));
        long before = await RequestsAsync();
        await using (LoadgenProcess first = Loadgen.Start("watch", file))
        {
            await first.WaitForLineAsync("watching a, b every 1s");
            await Task.Delay(Half);
            first.Signal(LoadgenProcess.SigKill);
            await first.WaitAsync();
        }

        JsonElement[] killed = Probes();
        Assert.NotEmpty(killed);
        Assert.InRange(await RequestsAsync() - before, 0, killed.Length + 2);

        await using LoadgenProcess second = Loadgen.Start("watch", file, "--duration", FormattableString.Invariant($"{Half.TotalSeconds}s"));
        Finished done = (await second.WaitAsync(Half + Loadgen.DefaultLimit)).Exits(Loadgen.Ok);
        Assert.Contains("the watcher was down", done.Stderr, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\| 1 \| [ab] ", done.Stdout);

        JsonElement[] probes = Probes();
        Assert.True(probes.Length > killed.Length);
        Assert.InRange(await RequestsAsync() - before, 0, probes.Length + 2);
        Assert.Equal(probes.Length, probes.Select(probe => probe.GetProperty("prompt").GetInt32()).Distinct().Count());
        Assert.Equal("watcher_down", Assert.Single(Of("gap")).GetProperty("reason").GetString());

        // Every round is whole but the one in which it was killed.
        IGrouping<long, JsonElement>[] rounds = [.. probes.GroupBy(probe => probe.GetProperty("round").GetInt64())];
        Assert.InRange(rounds.Count(round => round.Count() < 2), 0, 1);
        Assert.All(probes, probe => Assert.True(probe.GetProperty("outcome").GetString() != "completed" || probe.GetProperty("simulated").GetBoolean()));
        Assert.Contains(probes, probe => probe.GetProperty("outcome").GetString() == "completed");

        string day = Assert.Single(Directory.GetFiles(_folder["out/summaries"], "*.json"));
        JsonElement summary = JsonDocument.Parse(File.ReadAllText(day)).RootElement;
        Assert.Equal(probes.Length, summary.GetProperty("endpoints").EnumerateArray().Sum(endpoint => endpoint.GetProperty("probes").GetInt32()));
    }

    [Fact]
    public async Task An_alert_is_posted_and_ends_the_watch_that_asks_for_it()
    {
        await using var hook = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        string file = Watch(
            [("gone", $"http://127.0.0.1:{ScriptedServer.ClosedPort()}")],
            $"alerts: [{{ name: page, burn: 10, windows: [1m], exit: true }}]\nwebhook: {{ url: '{hook.Url}/hook' }}");
        Finished done = (await Loadgen.RunAsync("watch", file)).Exits(Loadgen.Failed);
        Assert.Contains("page fires: gone, answers (1m: 2 of 2 missed it, burn 100; threshold 10, allowed 1%)", done.Stderr, StringComparison.Ordinal);

        JsonElement message = JsonDocument.Parse(Assert.Single(hook.Exchanges).Request.Body).RootElement;
        Assert.Equal(("firing", "page", "gone"), (message.GetProperty("status").GetString(), message.GetProperty("alert").GetString(), message.GetProperty("endpoint").GetString()));
        Assert.True(Assert.Single(Of("delivery")).GetProperty("is_delivered").GetBoolean());
        Assert.Equal("alert", Assert.Single(Of("end")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Metrics_are_there_while_it_runs_and_ctrl_c_ends_it()
    {
        string file = Watch([("a", engine.Url)], "listen: 127.0.0.1:0");
        await using LoadgenProcess watch = Loadgen.Start("watch", file);
        string line = await watch.WaitForLineAsync("metrics at ");
        using var client = new HttpClient();
        var url = new Uri(line.Split(' ', ';').First(word => word.EndsWith("/metrics", StringComparison.Ordinal)));
        await Eventually.HoldsAsync(() => client.GetStringAsync(url), text => text.Contains("loadgen_watch_probes_total{endpoint=\"a\",outcome=\"completed\"}", StringComparison.Ordinal));

        (await Loadgen.RunAsync("watch", file)).Exits(Loadgen.Usage).Says("another watch writes this journal");
        watch.Signal(LoadgenProcess.SigInt);
        (await watch.WaitAsync()).Exits(Loadgen.Ok);
        Assert.Equal("stopped", Of("end")[^1].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_watch_that_is_ended_before_its_time_was_interrupted()
    {
        await using LoadgenProcess watch = Loadgen.Start("watch", Watch(("a", engine.Url)), "--duration", "1h");
        await watch.WaitForLineAsync("watching a every 1s");
        watch.Signal(LoadgenProcess.SigTerm);
        (await watch.WaitAsync()).Exits(Loadgen.Interrupted);
    }

    [Fact]
    public async Task A_file_is_checked_before_anything_is_asked()
    {
        string file = Watch(("a", engine.Url));
        Assert.Equal($"{file}: right\n", (await Loadgen.RunAsync("watch", file, "--check")).Exits(Loadgen.Ok).Stdout);
        File.WriteAllText(file, File.ReadAllText(file).Replace("interval: 1s", "interval: 100ms", StringComparison.Ordinal));
        (await Loadgen.RunAsync("watch", file)).RefusesUsage("watch", $"{file}:3:20: probe.interval: found 100ms; accepted: at least jitter + connect_timeout + timeout, 1s");
        (await Loadgen.RunAsync("watch", Watch(("a", engine.Url)), "--listen", "nowhere")).RefusesUsage("watch", "--listen: 'nowhere' is not address:port, such as 127.0.0.1:9464");
        Assert.False(Directory.Exists(_folder["out"]));
    }

    private async Task<long> RequestsAsync() => (await engine.StatsAsync()).GetProperty("requests").GetInt64();

    private string Watch(params (string Name, string Url)[] endpoints) => Watch(endpoints, "");

    private string Watch((string Name, string Url)[] endpoints, string more) => _folder.File("watch.yaml", $$"""
        name: test
        endpoints: [{{string.Join(", ", endpoints.Select(endpoint => $"{{ name: {endpoint.Name}, url: '{endpoint.Url}', model: sim-model, ignore_eos: true }}"))}}]
        probe: { interval: 1s, jitter: 50ms, timeout: 800ms, connect_timeout: 150ms, isl: 32, osl: 4 }
        objectives: [{ name: answers, metric: error_rate, max: 1% }]
        windows: [1m]
        output: out
        {{more}}
        """);

    private JsonElement[] Probes() => Of("probe");

    private JsonElement[] Of(string kind) =>
    [
        .. Directory.GetFiles(_folder["out/journal"], "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)
            .Select(line => JsonDocument.Parse(line).RootElement).Where(record => record.GetProperty("kind").GetString() == kind),
    ];
}
