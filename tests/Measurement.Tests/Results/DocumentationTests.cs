using System.Text.Json;
using System.Text.RegularExpressions;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Clients;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Results;

/// <summary>docs/results.md names every key that is written, and the registry's words are where users look.</summary>
public partial class DocumentationTests
{
    // Their keys are data, not schema.
    private static readonly string[] s_free = ["configuration", "definitions", "counters"];

    private static readonly HashSet<string> s_named =
        [.. Code().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "results.md"))).Select(m => m.Groups[1].Value)];

    [Fact]
    public async Task Every_key_of_result_json_is_named()
    {
        PhaseOutcome phase = ResultFixtures.SteadyPhase(0, 15, Given.Completed([10, 20]), Given.Failed(Outcome.Refused, "no"));
        RunOutcome run = await ResultFixtures.RunAsync(phase, phase);
        run = run with { Clients = [Reports.Outcome(0, report: Reports.Of())] };
        run = run with { Power = PowerFixtures.Record(PowerFixtures.Pair, 1, 300, 500), EngineMetrics = new EngineMetricsInfo("http://x", new Dictionary<string, double>(), null) };
        using var dataset = SessionDataset.OfText(sessions: 1, turns: 2);
        BenchOptions options = ResultFixtures.Options with { Sessions = dataset.Sessions };
        ResultDocument document = new ResultWriter(options, ResultFixtures.About).Build(run);
        JsonElement json = JsonSerializer.SerializeToElement(document, ResultJson.Readable.ResultDocument);

        AssertNamed(Keys(json).Distinct());
    }

    [Fact]
    public void Every_metric_is_named() => AssertNamed(MetricRegistry.All.Concat(PowerMetrics.All).Select(m => m.Name));

    [Fact]
    public async Task Every_field_of_a_record_is_named()
    {
        BenchResult result = await Bench.RunAsync(Bench.With("status:503@2"));
        using var dataset = SessionDataset.OfText(sessions: 1, turns: 2);
        await using Simulation.SimulatedEngine engine = await Bench.StartAsync(Bench.Fast with { CachedPrefix = true });
        BenchResult sessions = await Bench.RunAsync(dataset.Options(engine.Url) with { TokenCounter = new WordCounter() });
        AssertNamed(["counted_input_tokens"]);
        AssertNamed(result.Records.Concat(sessions.Records).SelectMany(Keys).Distinct());
    }

    [Fact]
    public void Every_file_of_a_run_is_named() =>
        AssertNamed(["result.json", "records.jsonl", "inferencex.json", "ttft.hlog", "itl.hlog", "tpot.hlog", "e2e.hlog", "telemetry.csv", "engine-metrics-start.txt", "engine-metrics-end.txt"]);

    private static void AssertNamed(IEnumerable<string> keys) => Assert.Equal([], keys.Except(s_named));

    private static IEnumerable<string> Keys(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p => s_free.Contains(p.Name) ? [p.Name] : Keys(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Keys),
        _ => [],
    };

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
