using System.Diagnostics;
using System.Globalization;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>
/// Load on a router whose engines are killed, restarted, drained, added, taken away and turned, and whose file is rewritten, at random: every
/// request ends in success or one clear error within its deadline, nothing leaks, and the counters add up.
/// <c>LOADGEN_SOAK_S</c> says for how long (12 s), <c>LOADGEN_SOAK_SEED</c> what happens.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int Clients = 24;
    private const int PerRole = 3;

    // Health checks, the canary, and a connection of the admin API come and go.
    private const int SocketsMore = 8;

    // From here on a run is long enough for memory to have settled by its middle.
    private const int LongRunS = 120;
    private const long GrowthMaxKib = 24 * 1024;

    // The router looks at deadlines every 100 ms; the rest is for machines that have something else to do as well.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan s_settleLimit = TimeSpan.FromSeconds(40);

    private static readonly string[] s_engineFailures = ["broken", "malformed", "server_error", "connect_failed", "stalled"];

    private static int DurationS => Number("LOADGEN_SOAK_S", 12);

    private static int Seed => Number("LOADGEN_SOAK_SEED", 20_260_801);

    [Fact]
    public Task A_router_of_sglang_pairs_survives_whatever_happens_to_its_engines() => SoakAsync("sglang");

    [Fact]
    public Task A_router_of_nixl_pairs_survives_whatever_happens_to_its_engines() => SoakAsync("nixl");

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private async Task SoakAsync(string protocol)
    {
        using var folder = new TempFolder();
        SoakEngine[] prefill = [.. Enumerable.Range(0, PerRole).Select(_ => new SoakEngine(protocol, "prefill"))];
        SoakEngine[] decode = [.. Enumerable.Range(0, PerRole).Select(_ => new SoakEngine(protocol, "decode"))];
        SoakChaos? chaos = null;
        try
        {
            await Task.WhenAll(prefill.Concat(decode).Select(engine => engine.StartAsync()));
            await using SoakRouter router = await SoakRouter.StartAsync(
                folder.File("router.yaml", SoakConfiguration.Plain(protocol, folder["access.log"], prefill, decode)));
            chaos = new SoakChaos(router, protocol, folder, prefill, decode, Seed);
            await RunAsync(protocol, folder, router, chaos);
        }
        finally
        {
            foreach (SoakEngine engine in chaos?.Engines ?? [.. prefill, .. decode])
            {
                await engine.DisposeAsync();
            }
        }
    }

    private async Task RunAsync(string protocol, TempFolder folder, SoakRouter router, SoakChaos chaos)
    {
        SoakFigures before = router.Figures();
        using SoakLoad load = await SoakLoad.CreateAsync(router.Url, Seed);
        await RecoverAsync(router, chaos, load, "before");

        var memory = new List<long>();
        long start = Stopwatch.GetTimestamp();
        using (var stop = new CancellationTokenSource(TimeSpan.FromSeconds(DurationS)))
        {
            Task clients = load.RunAsync(Clients, withFaults: true, stop.Token);
            Task events = chaos.RunAsync(stop.Token);
            Task watch = WatchAsync(router, memory, stop.Token);
            await Task.WhenAll(clients, events, watch);
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Assert.False(router.HasExited, router.LastWords);
        SoakMetrics stormy = await router.MetricsAsync();
        await chaos.RestoreAsync();
        await RecoverAsync(router, chaos, load, "after");
        int leaked = await CountLeakedAsync(chaos);
        SoakFigures loaded = router.Figures();
        await CalmAsync(chaos, load);
        load.Dispose();
        SoakFigures rest = await RestAsync(router, chaos, before);
        SoakMetrics metrics = await router.MetricsAsync();
        int exitCode = await router.StopAsync();
        var log = SoakLog.Read(folder["access.log"]);

        string summary = Summarise(protocol, elapsed, load, chaos, metrics, memory, before, loaded, rest, leaked);
        output.WriteLine(summary);
        Keep(protocol, summary, router, load, log);
        Assert.Equal(0, exitCode);
        AssertAnswers(load, log, metrics);
        AssertCounters(metrics);
        AssertMemory(memory);

        // A cache that nobody came for is one that the router could not know of (prefill's answer broke off), or could not have fetched.
        long failedLegs = s_engineFailures.Sum(outcome => stormy.Sum("legs_total", $"outcome=\"{outcome}\""));
        Assert.True(leaked <= failedLegs, $"{leaked} caches were left to their lease, and only {failedLegs} legs failed");
    }

    // Everything is back when every worker is picked and has proven itself again.
    private static async Task RecoverAsync(SoakRouter router, SoakChaos chaos, SoakLoad load, string name)
    {
        int sent = 0;
        await UntilAsync(
            async () =>
            {
                SoakAnswer answer = await load.SendOneAsync(string.Create(CultureInfo.InvariantCulture, $"soak-{name}-{sent++}"));
                IReadOnlyList<SoakWorker> workers = await router.WorkersAsync();
                return answer.End is SoakEnd.Completed or SoakEnd.Abandoned && workers.Count == chaos.Engines.Count && workers.All(worker => worker.IsReady);
            },
            async () => string.Join("; ", await router.WorkersAsync()) + " " + load.Answers.LastOrDefault());
    }

    // Without faults every request succeeds unless its client leaves, and what those leave behind is freed at once.
    private static async Task CalmAsync(SoakChaos chaos, SoakLoad load)
    {
        foreach (SoakEngine engine in chaos.Engines)
        {
            await engine.ResetKvAsync();
        }

        int before = load.Answers.Count;
        using (var stop = new CancellationTokenSource(TimeSpan.FromSeconds(Math.Min(3 + (DurationS / 20), 20))))
        {
            await load.RunAsync(Clients, withFaults: false, stop.Token);
        }

        SoakAnswer[] calm = [.. load.Answers.Skip(before)];
        Assert.NotEmpty(calm);
        Assert.Empty(calm.Where(answer => answer.End is not (SoakEnd.Completed or SoakEnd.Abandoned)).Take(5).Select(answer => answer.ToString()));
    }

    private static async Task<int> CountLeakedAsync(SoakChaos chaos)
    {
        await UntilAsync(async () => (await KvsAsync(chaos)).All(kv => kv.IsAtRest), async () => string.Join("; ", (IEnumerable<SoakKv>)await KvsAsync(chaos)));
        return (await KvsAsync(chaos)).Sum(kv => kv.Leaked);
    }

    private static async Task<SoakFigures> RestAsync(SoakRouter router, SoakChaos chaos, SoakFigures before)
    {
        Assert.Equal(0, await CountLeakedAsync(chaos));
        Assert.Equal(0, (await KvsAsync(chaos)).Sum(kv => kv.UnsafeAborts));
        await UntilAsync(
            async () => (await router.WorkersAsync()).All(worker => worker.IsIdle),
            async () => string.Join("; ", await router.WorkersAsync()));
        await UntilAsync(
            async () => (await router.MetricsAsync()) is { } m && m.Sum("requests_inflight") == 0 && m.Sum("legs_inflight") == 0 && m.Sum("queued_requests") == 0,
            async () => (await router.MetricsAsync()) is { } m ? $"{m.Sum("requests_inflight")} requests and {m.Sum("legs_inflight")} legs in flight" : "");
        SoakFigures figures = router.Figures();
        await UntilAsync(
            () => Task.FromResult((figures = router.Figures()) is { CloseWait: 0 } && figures.Sockets <= before.Sockets + SocketsMore),
            () => Task.FromResult($"{figures}; before the load {before}"));
        return figures;
    }

    private static void AssertAnswers(SoakLoad load, SoakLog log, SoakMetrics metrics)
    {
        SoakAnswer[] answers = [.. load.Answers];
        Assert.Empty(answers.Where(answer => answer.End == SoakEnd.Wrong).Take(10).Select(answer => answer.ToString()));
        Assert.Empty(answers.Where(answer => answer.Late > s_margin).Take(10).Select(answer => answer.ToString()));
        Assert.True(answers.Count(answer => answer.End == SoakEnd.Completed) > answers.Length / 2, "most requests failed");
        Assert.Empty(log.Differences(answers).Take(10));
        Assert.Equal(log.Count, metrics.Sum("requests_total"));
        Assert.Equal(log.Count, metrics.Sum("access_log_lines_total", "result=\"written\""));
        foreach (string outcome in metrics.Values("requests_total", "outcome"))
        {
            Assert.Equal((outcome, log.CountOf(outcome)), (outcome, metrics.Sum("requests_total", $"outcome=\"{outcome}\"")));
        }
    }

    private static void AssertCounters(SoakMetrics metrics)
    {
        Assert.Equal(metrics.Sum("requests_started_total"), metrics.Sum("requests_total"));
        Assert.Equal(metrics.Sum("requests_total"), metrics.Sum("request_duration_seconds_count"));
        foreach (string worker in metrics.Values("legs_started_total", "worker"))
        {
            string label = $"worker=\"{worker}\"";
            Assert.Equal((worker, metrics.Sum("legs_started_total", label)), (worker, metrics.Sum("legs_total", label)));
        }
    }

    private static void AssertMemory(List<long> memory)
    {
        if (DurationS >= LongRunS)
        {
            long growth = Middle(memory, 0.9, 1.0) - Middle(memory, 0.45, 0.55);
            Assert.True(growth <= GrowthMaxKib, $"the router grew by {growth} KiB in the second half");
        }
    }

    private static string Summarise(
        string protocol, TimeSpan elapsed, SoakLoad load, SoakChaos chaos, SoakMetrics metrics, List<long> memory,
        SoakFigures before, SoakFigures loaded, SoakFigures rest, int leaked)
    {
        SoakAnswer[] answers = [.. load.Answers];
        int Ends(SoakEnd end) => answers.Count(answer => answer.End == end);
        return string.Create(CultureInfo.InvariantCulture, $"""
            soak {protocol}, {elapsed.TotalSeconds:F0} s, {Clients} clients, seed {Seed}, {(Loadgen.IsNative ? "native" : "JIT")}
            requests: {answers.Length}; completed {Ends(SoakEnd.Completed)}, refused {Ends(SoakEnd.Refused)}, broken {Ends(SoakEnd.Broken)}, abandoned {Ends(SoakEnd.Abandoned)}, wrong {Ends(SoakEnd.Wrong)}
            latest end: {answers.Max(answer => answer.Late).TotalMilliseconds:F0} ms past its deadline
            refused and broken: {Tally(answers.Where(a => a.End is SoakEnd.Refused or SoakEnd.Broken).Select(a => $"{a.Status} {a.Detail}"))}
            events: {string.Join(", ", chaos.Counts.Select(pair => $"{pair.Key} {pair.Value}"))}
            router's outcomes: {string.Join(", ", metrics.Values("requests_total", "outcome").Select(o => $"{o} {metrics.Sum("requests_total", $"outcome=\"{o}\"")}"))}
            legs: {metrics.Sum("legs_started_total")} ({string.Join(", ", metrics.Values("legs_total", "outcome").Select(o => $"{o} {metrics.Sum("legs_total", $"outcome=\"{o}\"")}"))}), retries {metrics.Sum("retries_total")}
            caches left to their lease in the storm: {leaked}; in the calm after it: 0
            sockets: {before.Sockets} before, {loaded.Sockets} under load, {rest.Sockets} at rest; CLOSE_WAIT {rest.CloseWait}
            memory, MiB: {before.ResidentKib >> 10} before, {Middle(memory, 0.45, 0.55) >> 10} in the middle, {Middle(memory, 0.9, 1) >> 10} at the end, {memory.Max() >> 10} at most
            """);
    }

    private static string Tally(IEnumerable<string> words) =>
        string.Join(", ", words.CountBy(word => word).OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} ×{pair.Value}"));

    private static long Middle(List<long> samples, double from, double to)
    {
        int first = (int)(samples.Count * from);
        int last = Math.Max((int)(samples.Count * to), first + 1);
        return (long)samples.GetRange(first, Math.Min(last, samples.Count) - first).Average();
    }

    private static void Keep(string protocol, string summary, SoakRouter router, SoakLoad load, SoakLog log)
    {
        string folder = Path.Combine(Repository.Root, "artifacts", "soak");
        Directory.CreateDirectory(folder);
        File.WriteAllLines(
            Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{protocol}-{DurationS}s.txt")),
            [summary, "", .. load.Answers.Where(a => a.End == SoakEnd.Wrong).Select(a => a.ToString()), .. log.Differences(load.Answers), "", router.LastWords]);
    }

    private static async Task WatchAsync(SoakRouter router, List<long> memory, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (!stop.IsCancellationRequested && !router.HasExited)
        {
            memory.Add(router.Figures().ResidentKib);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task<SoakKv[]> KvsAsync(SoakChaos chaos) => await Task.WhenAll(chaos.Engines.Select(engine => engine.KvAsync()));

    private static async Task UntilAsync(Func<Task<bool>> holds, Func<Task<string>> found)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(start) > s_settleLimit)
            {
                Assert.Fail($"after {s_settleLimit.TotalSeconds} s there was still: {await found()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
