using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LoadGen.Histograms;
using LoadGen.Inference;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Timelines;
using LoadGen.Simulation;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Runs over loopback, as small as they can be.</summary>
internal static class Bench
{
    /// <summary>An engine that answers at once.</summary>
    public static SimulatedEngineOptions Fast { get; } = new() { TimeToFirstToken = TimeSpan.Zero, InterTokenLatency = TimeSpan.Zero };

    /// <summary>An engine that accepts requests and sends nothing for as long as any test runs.</summary>
    public static SimulatedEngineOptions Silent { get; } = Fast with { TimeToFirstToken = TimeSpan.FromHours(1) };

    public static SimulatedEngineOptions With(params string[] faults) => Fast with { Faults = [.. faults.Select(Rule)] };

    public static Task<SimulatedEngine> StartAsync(SimulatedEngineOptions options) =>
        SimulatedEngine.StartAsync(options, TestContext.Current.CancellationToken);

    public static BenchOptions Options(Uri url, string api = "completions", int? requests = 2, int concurrency = 2) => new()
    {
        Url = url,
        Api = ResultFixtures.Api(api),
        Generation = new GenerationOptions { Model = "sim" },
        PromptFormat = ResultFixtures.Api(api).Traits.Prompts.HasFlag(PromptKinds.TokenIds) ? PromptFormat.TokenIds : PromptFormat.Words,
        Workload = new FixedWorkload(requests),
        Warmup = new FixedWorkload(null),
        Concurrency = concurrency,
        Requests = requests,

        // Looked at often, so that a test that acts on a snapshot does not wait for it.
        Interval = TimeSpan.FromMilliseconds(10),
    };

    /// <summary>Runs against an engine of its own.</summary>
    public static async Task<BenchResult> RunAsync(
        SimulatedEngineOptions engine, Func<BenchOptions, BenchOptions>? change = null, string api = "completions", Func<BenchSnapshot, bool>? cancelWhen = null)
    {
        await using SimulatedEngine running = await StartAsync(engine);
        BenchOptions options = Options(running.Url, api);
        return await RunAsync(change?.Invoke(options) ?? options, cancelWhen);
    }

    /// <summary>Runs, and reads what is in the folder afterwards.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="cancelWhen">Interrupts the run at the first snapshot it holds for.</param>
    /// <param name="prepare">Done with the folder before the run.</param>
    /// <param name="window">Told where the measurement begins and ends.</param>
    /// <param name="watch">Told of each measured request.</param>
    public static async Task<BenchResult> RunAsync(
        BenchOptions options, Func<BenchSnapshot, bool>? cancelWhen = null, Action<RunFolder>? prepare = null, IRunWindow? window = null, IRequestWatch? watch = null)
    {
        using var temporary = new TemporaryFolder();
        using RunFolder folder = RunFolder.Open(temporary.Path, overwrite: false);
        prepare?.Invoke(folder);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var observer = new RecordingObserver(snapshot =>
        {
            if (cancelWhen?.Invoke(snapshot) == true)
            {
                stop.Cancel();
            }
        });
        RunOutcome outcome = await new BenchRun(options, observer, MonotonicClock.Instance) { Window = window, Watch = watch }.ExecuteAsync(folder, stop.Token);
        folder.ReleaseReserve();
        return new BenchResult(outcome, observer.Snapshots, ReadRecords(temporary), ReadLogCounts(temporary));
    }

    public static Uri UrlOfNobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public static TransportOptions Impatient { get; } = new()
    {
        FirstByteTimeout = TimeSpan.FromMilliseconds(50),
        StallTimeout = TimeSpan.FromMilliseconds(50),
    };

    private static FaultRule Rule(string text) => FaultRule.TryParse(text, out FaultRule? rule, out string? error) ? rule : throw new ArgumentException(error);

    private static List<JsonElement> ReadRecords(TemporaryFolder folder) => File.Exists(folder.Of("records.jsonl"))
        && new FileInfo(folder.Of("records.jsonl")).LinkTarget is null
        ? [.. File.ReadLines(folder.Of("records.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)]
        : [];

    private static Dictionary<string, long> ReadLogCounts(TemporaryFolder folder) =>
        Directory.GetFiles(folder.Path, "*.hlog").ToDictionary(file => Path.GetFileNameWithoutExtension(file), file =>
        {
            using var text = new StreamReader(file);
            return new HistogramLogReader(text, file).Read().Sum(interval => interval.Histogram.TotalCount);
        });
}

/// <summary>A run and what it left behind.</summary>
internal sealed record BenchResult(RunOutcome Run, IReadOnlyList<BenchSnapshot> Snapshots, IReadOnlyList<JsonElement> Records, IReadOnlyDictionary<string, long> LogCounts)
{
    public RunTotals Totals => Run.Measured!.Totals;

    /// <summary>What became of each request, in the order in which they ended.</summary>
    public IEnumerable<string> Outcomes => Records.Select(r => r.GetProperty("outcome").GetString()!);

    public IEnumerable<int> Indices => Records.Select(r => r.GetProperty("index").GetInt32());

    public string FirstError => Totals.Errors.First().Message;

    /// <summary>All requests of the run, at least one, ended so.</summary>
    public void AssertAll(Outcome outcome) => Assert.All(Records, record =>
        Assert.Equal(LoadGen.Measurement.Timelines.Outcomes.Name(outcome), record.GetProperty("outcome").GetString()));
}
