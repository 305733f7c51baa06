using System.Net;
using System.Net.Sockets;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Simulation;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Probing;
using LoadGen.Watching.Settings;
using LoadGen.Watching.Tests.Support;

namespace LoadGen.Watching.Tests.Probing;

/// <summary>The real probe, over loopback.</summary>
public class EndpointProbeTests
{
    [Theory]
    [InlineData("chat")]
    [InlineData("completions")]
    public async Task A_probe_sees_what_a_benchmark_sees(string api)
    {
        var options = new SimulatedEngineOptions { TimeToFirstToken = TimeSpan.FromMilliseconds(20), InterTokenLatency = TimeSpan.FromMilliseconds(2) };
        await using SimulatedEngine engine = await SimulatedEngine.StartAsync(options, TestContext.Current.CancellationToken);
        ProbeRecord seen = await AskAsync(engine.Url, $"api: {api}, ignore_eos: true");

        Assert.Equal(("a", 7L, 11, "completed", 200), (seen.Endpoint, seen.Round, seen.Prompt, seen.Outcome, seen.Status));
        Assert.Equal((4, true, null), (seen.OutputTokens, seen.Simulated, seen.Error));
        Assert.True(seen.InputTokens >= 16);
        Assert.True(seen.TtftMs > 0);
        Assert.True(seen.ConnectMs > 0);
        Assert.True(seen.TtftIntendedMs >= seen.TtftMs + seen.ConnectMs);
        Assert.True(seen.E2eMs >= seen.TtftMs);
        Assert.True(seen.ItlMaxMs >= seen.ItlP99Ms && seen.TpotMs >= 0);
        Assert.Equal(seen.TtftMs, seen.ToObservation().TtftMs);
    }

    [Fact]
    public async Task Prompts_differ_from_probe_to_probe()
    {
        string answer = ScriptedServer.Whole("503 Busy", "text/plain", "busy");
        await using var server = new ScriptedServer(answer, answer);
        WatchPlan plan = Plan(server.Url, "api: completions");
        var probe = new EndpointProbe(plan, 5, TimeProvider.System);
        foreach (int prompt in new[] { 1, 2 })
        {
            ProbeRecord seen = await probe.AskAsync(new ProbeOrder(0, 0, prompt, Probes.Noon), TestContext.Current.CancellationToken);
            Assert.Equal(("status_5xx", 503), (seen.Outcome, seen.Status));
        }

        Assert.Equal(2, server.Seen.Select(request => request[request.IndexOf("\"prompt\"", StringComparison.Ordinal)..]).Distinct().Count());
    }

    [Fact]
    public async Task Nobody_at_the_port_is_refused()
    {
        ProbeRecord seen = await AskAsync(new Uri("http://127.0.0.1:1"), "api: chat");
        Assert.Equal("refused", seen.Outcome);
        Assert.NotNull(seen.Error);
        Assert.Null(seen.E2eMs);
        Assert.Null(seen.TtftMs);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_refused_too()
    {
        ProbeRecord seen = await AskAsync(new Uri("http://no-such-host.invalid:80"), "api: chat", "timeout: 2s, connect_timeout: 1s");
        Assert.Contains(seen.Outcome, new[] { "refused", "timed_out" });
        Assert.NotNull(seen.Error);
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_timed_out()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}");
        ProbeRecord seen = await AskAsync(url, "api: chat", "timeout: 200ms, connect_timeout: 100ms");
        Assert.Equal("timed_out", seen.Outcome);
        Assert.True(seen.E2eMs is null or >= 0);
    }

    [Fact]
    public async Task A_watch_that_ends_gives_its_probe_up()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}");
        var probe = new EndpointProbe(Plan(url, "api: chat"), 5, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        Task<ProbeRecord> asked = probe.AskAsync(new ProbeOrder(0, 0, 0, Probes.Noon), stop.Token);
        using Socket accepted = await listener.AcceptAsync();
        await accepted.ReceiveAsync(new byte[1]);
        await stop.CancelAsync();
        Assert.True((await asked.WaitAsync(TimeSpan.FromSeconds(30))).IsCancelled);
    }

    [Fact]
    public async Task A_key_that_the_server_repeats_is_not_kept()
    {
        await using var server = new ScriptedServer(ScriptedServer.Whole("401 No", "application/json", """{"error":{"message":"bad key sk-very-secret"}}"""));
        WatchPlan plan = WatchPlanReader.Parse(Text(server.Url, "api: chat, api_key_env: KEY"), "/watches/test.yaml", name => name == "KEY" ? "sk-very-secret\n" : null);
        ProbeRecord seen = await new EndpointProbe(plan, 5, TimeProvider.System).AskAsync(new ProbeOrder(0, 0, 0, Probes.Noon), TestContext.Current.CancellationToken);
        Assert.Equal("status_4xx", seen.Outcome);
        Assert.Contains("bad key ***", seen.Error, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer sk-very-secret\r\n", Assert.Single(server.Seen), StringComparison.Ordinal);
    }

    private static Task<ProbeRecord> AskAsync(Uri url, string endpoint, string probe = "timeout: 15s, connect_timeout: 5s") =>
        new EndpointProbe(Plan(url, endpoint, probe), 5, TimeProvider.System)
            .AskAsync(new ProbeOrder(0, 7, 11, Probes.Noon), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));

    private static WatchPlan Plan(Uri url, string endpoint, string probe = "timeout: 15s, connect_timeout: 5s") =>
        WatchPlanReader.Parse(Text(url, endpoint, probe), "/watches/test.yaml", _ => null);

    private static string Text(Uri url, string endpoint, string probe = "timeout: 15s, connect_timeout: 5s") => $$"""
        endpoints: [{ name: a, url: "{{url}}", model: sim, {{endpoint}} }]
        probe: { {{probe}}, isl: 16, osl: 4 }
        objectives: [{ metric: error_rate, max: 1% }]
        """;
}
