using System.Text.Json.Nodes;
using LoadGen.Inference;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Connections;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Runs that never happened, and what is known of them.</summary>
internal static class ResultFixtures
{
    public static DateTimeOffset StartedAt { get; } = new(2026, 3, 14, 19, 36, 25, TimeSpan.Zero);

    public static BenchOptions Options { get; } = new()
    {
        Url = new Uri("http://127.0.0.1:8000"),
        Api = Api("completions"),
        Generation = new GenerationOptions { Model = "sim" },
        PromptFormat = PromptFormat.TokenIds,
        Headers = [new("Authorization", "Bearer secret-key")],
        Workload = new FixedWorkload(2),
        Concurrency = 2,
        Requests = 2,
    };

    public static RunDescription About { get; } = new()
    {
        Tool = new ToolInfo("loadgen", "0.1.0", "abc", ".NET"),
        Configuration = new JsonObject { ["concurrency"] = 2 },
        Seed = 7,
        ScheduleMode = "closed_loop",
        ScheduleDescription = "2 streams",
        Environment = new EnvironmentInfo("host", "Linux", "6.1", "x64", "cpu", 4, 1 << 30, 0.5, "tsc", false),
    };

    public static IInferenceApi Api(string name) => InferenceApis.TryGet(name, out IInferenceApi? api) ? api : throw new ArgumentException(name);

    public static RunTotals Totals(params RequestTimeline[] requests) => Totals([], requests);

    public static RunTotals Totals(GoodputBound[] goodput, params RequestTimeline[] requests)
    {
        var totals = new RunTotals(goodput);
        Array.ForEach(requests, r => totals.Add(r, r.Figures()));
        return totals;
    }

    public static PhaseOutcome Phase(params RequestTimeline[] requests) => new(Given.IntendedNs, StartedAt, requests.Length, Totals(requests), false, null);

    /// <summary>A phase whose steady state lies between two instants, ms after <see cref="Given.SendNs"/>.</summary>
    public static PhaseOutcome SteadyPhase(int openMs, int closeMs, params RequestTimeline[] requests)
    {
        var totals = new RunTotals([], Given.Window(openMs, closeMs));
        Array.ForEach(requests, r => totals.Add(r, r.Figures()));
        return new PhaseOutcome(Given.IntendedNs, StartedAt, requests.Length, totals, false, null);
    }

    public static async Task<RunOutcome> RunAsync(PhaseOutcome? measured, PhaseOutcome? warmup = null, bool interrupted = false) =>
        new(await PinnedTarget.ResolveAsync(Options.Url), warmup, measured, interrupted, new ProcessUsage(0.5, 1000, 10, 3, 1.5), 2, 1)
        {
            Observer = measured is null ? null : Observed.Healthy,
        };
}
