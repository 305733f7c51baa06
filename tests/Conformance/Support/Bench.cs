using LoadGen.Inference.Handoffs;
using LoadGen.Routing;
using LoadGen.Routing.Settings;
using LoadGen.Simulation;
using LoadGen.Simulation.Handoffs;

namespace LoadGen.Conformance.Support;

/// <summary>A router in front of simulated prefill and decode engines, over loopback, and a client.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly BenchOptions _options;
    private readonly HttpClient _admin;

    private Bench(Protocol protocol, BenchOptions options, List<SimulatedEngine> prefills, List<SimulatedEngine> decodes, Router router)
    {
        (Protocol, _options, Prefills, Decodes, Router) = (protocol, options, prefills, decodes, router);
        Client = new Client(router.Url);
        _admin = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = router.AdminUrl };
    }

    public Protocol Protocol { get; }

    public Router Router { get; }

    public Client Client { get; }

    public List<SimulatedEngine> Prefills { get; }

    public List<SimulatedEngine> Decodes { get; }

    public SimulatedEngine Prefill => Prefills[0];

    public SimulatedEngine Decode => Decodes[0];

    private IEnumerable<SimulatedEngine> Engines => Prefills.Concat(Decodes);

    public static async Task<Bench> StartAsync(HandoffKind kind, BenchOptions? options = null)
    {
        options ??= new BenchOptions();
        var protocol = new Protocol(kind);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        List<SimulatedEngine> prefills = [];
        List<SimulatedEngine> decodes = [];
        try
        {
            for (int i = 0; i < options.Prefills; i++)
            {
                prefills.Add(await StartEngineAsync(protocol, options, SimulatedRole.Prefill, i));
            }

            for (int i = 0; i < options.Decodes; i++)
            {
                decodes.Add(await StartEngineAsync(protocol, options, SimulatedRole.Decode, i));
            }

            RouterSettings settings = RouterSettingsReader.Parse(Yaml(protocol, options, prefills, decodes), "conformance.yaml").Value;
            return new Bench(protocol, options, prefills, decodes, await Router.StartAsync(settings, new RouterEnvironment(), cancellation));
        }
        catch
        {
            await DisposeAsync(prefills.Concat(decodes));
            throw;
        }
    }

    /// <summary>What the router says of itself.</summary>
    public async Task<RouterState> StateAsync() =>
        RouterState.Read(await _admin.GetStringAsync("/admin/state", TestContext.Current.CancellationToken));

    /// <summary>The value of a metric whose line begins so; 0 where there is none.</summary>
    public async Task<double> MetricAsync(string start)
    {
        string text = await _admin.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return text.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Changes an engine's faults from now on; none given: it has none.</summary>
    public static async Task SetFaultsAsync(SimulatedEngine engine, params string[] rules)
    {
        using var client = new Client(engine.Url);
        Answer answer = await client.PostAsync("/sim/faults", string.Join('\n', rules));
        Assert.True(answer.Status == 200, answer.Body);
    }

    /// <summary>Waits until an engine serves so many requests.</summary>
    public static Task UntilActiveAsync(SimulatedEngine engine, long active) =>
        Eventually.HoldsAsync(() => engine.Snapshot().Active == active, () => $"{engine.Snapshot().Active} requests at {engine.Url} instead of {active}");

    /// <summary>Ends an engine, and starts another like it, without faults, at the same address.</summary>
    public async Task<SimulatedEngine> RestartPrefillAsync(TimeSpan ttft)
    {
        SimulatedEngine old = Prefill;
        await old.DisposeAsync();
        Prefills[0] = await SimulatedEngine.StartAsync(
            _options.EngineOptions(ttft, null) with
            {
                Port = old.Url.Port,
                Handoff = Protocol.At(Protocol.Part(SimulatedRole.Prefill, 0, _options.Lease), old.ChannelAddress),
            },
            TestContext.Current.CancellationToken);
        return Prefills[0];
    }

    /// <summary>
    /// Waits until nothing is under way and nothing held: no request and no pinned cache at any engine, no load counted in the router.
    /// </summary>
    /// <param name="leaked">How many caches only their lease has freed; null where that depends on who was first.</param>
    public async Task AssertAtRestAsync(int? leaked = 0)
    {
        foreach (SimulatedEngine engine in Engines)
        {
            await Eventually.HoldsAsync(
                () => engine.Snapshot().Active == 0 && engine.Kv is { Pinned: 0, Running: 0, Waiting: 0 } kv && kv.FreeBlocks == kv.TotalBlocks,
                () => $"{engine.Url}: {engine.Snapshot().Active} requests, {engine.Kv}");
        }

        RouterState? state = null;
        await Eventually.HoldsAsync(async () => (state = await StateAsync()).IsIdle, () => Task.FromResult($"{state}"));
        if (leaked is { } expected)
        {
            Assert.Equal(expected, Engines.Sum(engine => engine.Kv!.Leaked));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _admin.Dispose();
        await Router.DisposeAsync();
        await DisposeAsync(Engines);
    }

    private static Task<SimulatedEngine> StartEngineAsync(Protocol protocol, BenchOptions options, SimulatedRole role, int number)
    {
        bool isPrefill = role == SimulatedRole.Prefill;
        string? fault = number > 0 ? null : isPrefill ? options.PrefillFault : options.DecodeFault;
        HandoffOptions part = protocol.Part(role, number, options.Lease);
        SimulatedEngineOptions engine = options.EngineOptions(isPrefill ? options.PrefillTtft : options.DecodeTtft, fault) with { Handoff = part };
        if (isPrefill && number == 0)
        {
            // The one that tests start again, where it was.
            bool hasChannel = part is not { BootstrapPort: null, SideChannelPort: null, ZmqAddress: null };
            engine = engine with { Port = StablePorts.Next(), Handoff = Protocol.At(part, hasChannel ? $"127.0.0.1:{StablePorts.Next()}" : null) };
        }

        return SimulatedEngine.StartAsync(engine, TestContext.Current.CancellationToken);
    }

    private static async Task DisposeAsync(IEnumerable<SimulatedEngine> engines)
    {
        foreach (SimulatedEngine engine in engines)
        {
            await engine.DisposeAsync();
        }
    }

    private static string Yaml(Protocol protocol, BenchOptions options, List<SimulatedEngine> prefills, List<SimulatedEngine> decodes) => FormattableString.Invariant(
        $$"""
        listen: "127.0.0.1:0"
        admin: {listen: "127.0.0.1:0"}
        protocol: {{protocol.Name}}
        loops: 1
        telemetry: {access_log: none}
        health: {interval_s: {{options.ProbeS}}, timeout_s: {{(options.ProbeS > 0 ? options.ProbeS : 1)}}}
        readiness: {canary: {{(options.Canary ? "true" : "false")}}}
        client_gone: {prefill: {{(options.FinishesPrefill ? "finish" : "abort")}}}
        breaker: {failures_to_open: {{options.FailuresToOpen}}}
        retries: {attempts_max: {{options.Attempts}}, delay_ms: 1}
        timeouts: {stall_s: {{options.StallS}}, decode_abort_hold_s: {{options.AbortHoldS}}, pool_idle_s: {{options.PoolIdleS}}}
        pools:
          prefill:
            policy: {name: {{options.Policy}}}
            workers: [{{string.Join(", ", prefills.Select((engine, i) => protocol.Worker(engine, SimulatedRole.Prefill, i, options.HidesEngineId && i == 0)))}}]
          decode:
            policy: {name: {{options.Policy}}}
            workers: [{{string.Join(", ", decodes.Select((engine, i) => protocol.Worker(engine, SimulatedRole.Decode, i, hidesEngineId: false)))}}]
        """);
}
