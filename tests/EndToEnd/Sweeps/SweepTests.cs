using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Sweeps;

/// <summary>Sweeps of simulated engines, through the launcher and the router.</summary>
public sealed class SweepTests
{
    private static readonly string[] s_points =
    [
        "one-h200-tp8-16x4-c1", "one-h200-tp8-16x4-c2", "one-h200-tp8-16x4-c4", "pair-h200-p1tp8-d1tp8-16x4-c1", "pair-h200-p1tp8-d1tp8-16x4-c2", "pair-h200-p1tp8-d1tp8-16x4-c4",
    ];

    [Fact]
    public async Task Killed_half_way_and_resumed_no_point_is_lost_or_measured_twice()
    {
        using var run = new SweepRun();
        Dictionary<string, string> before;
        await using (LoadgenProcess process = run.Start())
        {
            // Between two engines: one is being ended, or the pair is being started.
            await process.WaitForMessageAsync("[3/6]");
            process.Signal(LoadgenProcess.SigKill);
            await process.WaitAsync();
            before = run.Points;
        }

        await run.LeavesNothingAsync();
        (await run.RunAsync()).Exits(Loadgen.Usage).Says("--resume goes on with it and keeps its finished points");
        (await run.RunAsync("--resume")).Exits(Loadgen.Ok);
        Assert.Equal(s_points, run.Points.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(before.Count, 3, 4);
        Assert.All(before, point => Assert.Equal(point.Value, run.Points[point.Key]));

        // A kill between the commit and its line in the journal costs the line, and never the point.
        Assert.Equal(run.Journal("point_done").Distinct(), run.Journal("point_done"));
        Assert.Equal(s_points.Except(before.Keys), run.Journal("point_done").Except(before.Keys).Order(StringComparer.Ordinal));
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task Interrupted_it_keeps_what_is_done_and_ends_what_it_started()
    {
        using var run = new SweepRun(tokens: 200);
        await using (LoadgenProcess process = run.Start("--only", "one-*"))
        {
            await process.WaitForMessageAsync("[1/3]");
            await Eventually.HoldsAsync(() => Task.FromResult(run.Attempts.Length), count => count == 1);
            process.Signal(LoadgenProcess.SigInt);
            (await process.WaitAsync()).Exits(Loadgen.Interrupted);
        }

        Assert.Equal(["one-h200-tp8-16x200-c1"], run.Points.Keys);
        Assert.Equal(["one-h200-tp8-16x200-c2-1"], run.Attempts);
        await run.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_point_has_its_measurement_and_its_aggregated_row()
    {
        using var run = new SweepRun();
        Finished finished = (await run.RunAsync("--only", "pair-*-c2")).Exits(Loadgen.Ok);
        string report = Path.Combine(run.Output, "report.html");
        Assert.Equal($"Results: {run.Output}\nReport: {report}\n", finished.Stdout);
        Assert.Contains(s_points[4], File.ReadAllText(report), StringComparison.Ordinal);
        string folder = Path.Combine(run.Output, "points", s_points[4]);
        Assert.All((string[])["result.json", "records.jsonl", "inferencex.json", "bench.log", "point.json"], name => Assert.True(File.Exists(Path.Combine(folder, name)), name));
        JsonElement row = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, $"agg_{s_points[4]}.json"))).RootElement;
        Assert.Equal(("h200", "sglang", 8), (row.GetProperty("hw").GetString(), row.GetProperty("framework").GetString(), row.GetProperty("num_prefill_gpu").GetInt32()));
        JsonElement point = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "point.json"))).RootElement;
        Assert.True(point.GetProperty("simulated").GetBoolean());
        Assert.True(File.Exists(Path.Combine(folder, point.GetProperty("launch").GetString()!, "manifest.json")));
    }

    [Fact]
    public async Task An_engine_that_runs_already_is_measured_where_it_is()
    {
        using var run = new SweepRun();
        File.WriteAllText(run.File, File.ReadAllText(run.File).Replace("sku: h200", "sku: h200\n  model_name: sim-model", StringComparison.Ordinal));
        await using var engine = new SimulatedEngine();
        await engine.InitializeAsync();
        (await run.RunAsync("--url", engine.Url, "--only", "one-*")).Exits(Loadgen.Ok);
        Assert.Equal(s_points.Take(3), run.Points.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(run.Output, "launches")));
    }

    [Fact]
    public async Task One_engine_is_one_configuration()
    {
        using var run = new SweepRun();
        (await run.RunAsync("--url", "http://127.0.0.1:1")).RefusesUsage("sweep", "--url: one engine is one configuration, and 2 are chosen");
        Assert.False(Directory.Exists(run.Output));
    }

    [Fact]
    public async Task A_plan_starts_nothing()
    {
        using var run = new SweepRun();
        Finished finished = (await run.RunAsync("--plan")).Exits(Loadgen.Ok);
        Assert.All(s_points, point => Assert.Contains(point, finished.Stdout, StringComparison.Ordinal));
        Assert.Contains("small: 6 points of 2 engine starts, at most 16 GPUs at once", finished.Stdout, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Output));
    }

    [Fact]
    public async Task An_engine_that_does_not_come_to_serve_ends_it_with_3()
    {
        using var run = new SweepRun();
        File.WriteAllText(run.File, File.ReadAllText(run.File).Replace("set: { ttft: 1ms }", "set: { ttft: never }", StringComparison.Ordinal));
        Finished finished = (await run.RunAsync()).Exits(Loadgen.Unreachable);
        Assert.Contains("0 points measured, 0 kept, 3 failed, 3 not begun", finished.Stderr, StringComparison.Ordinal);
        Assert.Empty(run.Points);
    }

    [Fact]
    public async Task A_night_measures_what_changed_since_the_last()
    {
        using var run = new SweepRun();
        string[] words = ["nightly", run.File, "--output", run.Output, "--only", "one-*-c1"];
        (await Loadgen.RunAsync(words, limit: TimeSpan.FromMinutes(2))).Exits(Loadgen.Ok);
        Assert.Contains("nothing changed", (await Loadgen.RunAsync(words, limit: TimeSpan.FromMinutes(2))).Exits(Loadgen.Ok).Stdout, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(run.Output, "runs")));
        Assert.Single(File.ReadAllLines(Path.Combine(run.Output, "history", "one-h200-tp8.jsonl")));
        Assert.Single(File.ReadAllLines(Path.Combine(run.Output, "changelog.jsonl")));
    }

    [Fact]
    public async Task Without_a_file_usage_is_explained() => (await Loadgen.RunAsync("sweep")).RefusesUsage("sweep", "name a sweep's file");
}
