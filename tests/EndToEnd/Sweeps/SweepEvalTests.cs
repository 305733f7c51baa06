using System.Text.Json;
using LoadGen.EndToEnd.Launching;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Sweeps;

/// <summary>Sweeps that ask the engine they measured questions, and what the commands that read results make of it.</summary>
public sealed class SweepEvalTests : IDisposable
{
    private const string Point = "one-h200-tp8-16x4-c2";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_point_s_row_has_the_accuracy_of_the_engine_that_was_measured()
    {
        string sweep = Write();
        Assert.Contains($"{Point}  4+2 requests, then gsm8k, mine  ", (await Loadgen.RunAsync("sweep", sweep, "--plan")).Exits(Loadgen.Ok).Stdout, StringComparison.Ordinal);
        Finished finished = (await Loadgen.RunAsync(["sweep", sweep, "--output", _folder["out"]], limit: TimeSpan.FromMinutes(3))).Exits(Loadgen.Ok);
        Assert.Contains($"\n{Point}: gsm8k, 0.0% of 3 right, ", finished.Stderr, StringComparison.Ordinal);
        string point = Path.Combine(_folder["out"], "points", Point);
        Assert.All((string[])["result.json", "evaluation.json", "eval.json", "eval.log", "records.jsonl"], name => Assert.True(File.Exists(Path.Combine(point, "evals", "mine", name)), name));
        JsonElement scores = JsonDocument.Parse(File.ReadAllText(Path.Combine(point, $"agg_eval_{Point}.json"))).RootElement;
        Assert.Equal(["gsm8k", "mine"], scores.EnumerateArray().Select(score => score.GetProperty("task").GetString()));
        Assert.Equal([(3, 2), (20, 2)], scores.EnumerateArray().Select(score => (score.GetProperty("n_eff").GetInt32(), score.GetProperty("conc").GetInt32())));

        // One row: what was asked behind the measurement is no run of its own.
        JsonElement row = Assert.Single(JsonDocument.Parse((await Loadgen.RunAsync("results", "list", _folder["out"], "--format", "json")).Exits(Loadgen.Ok).Stdout).RootElement.EnumerateArray());
        Assert.Equal((0.0, 20.0), (row.GetProperty("metrics").GetProperty("accuracy:gsm8k").GetDouble(), row.GetProperty("metrics").GetProperty("n_eff:mine").GetDouble()));
        Assert.Matches(@"gsm8k +│ +0\.0 +│ +0\.0 +│ +56\.1 +│ +0\.0 +│ +3", (await Loadgen.RunAsync("results", "show", point)).Exits(Loadgen.Ok).Stdout);
        Assert.Contains("\"scores\":[{\"task\":\"gsm8k\"", File.ReadAllText(Path.Combine(_folder["out"], "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_evaluation_that_fails_loses_no_point_and_is_asked_again_by_the_next_run()
    {
        string sweep = Write(api: "vllm-tokens");
        Finished finished = (await Loadgen.RunAsync("sweep", sweep, "--output", _folder["out"])).Exits(Loadgen.Failed);
        finished.Says("1 points measured, 0 kept, 0 failed, 0 not begun, 1 evaluations failed");
        Assert.Contains("the evaluation gsm8k failed: loadgen eval ended with 2: --api vllm-tokens: ", finished.Stderr, StringComparison.Ordinal);
        string began = Began();
        Write();
        (await Loadgen.RunAsync(["sweep", sweep, "--output", _folder["out"], "--resume"], limit: TimeSpan.FromMinutes(3))).Exits(Loadgen.Ok);
        Assert.Equal(began, Began());
        Assert.True(File.Exists(Path.Combine(_folder["out"], "points", Point, "evals", "gsm8k", "evaluation.json")));
    }

    private string Began() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder["out"], "points", Point, "point.json"))).RootElement.GetProperty("started_at").GetString()!;

    private string Write(string api = "chat")
    {
        _folder.File("mine.yaml", """
            dataset: { shape: pairs, file: mine.jsonl }
            prompt: { template: '{question}' }
            generation: { max_tokens: 4 }
            extract: { strict: [{ by: hash_marks }] }
            match: { by: numeric }
            """);
        _folder.File("mine.jsonl", string.Concat(Enumerable.Range(1, 20).Select(i => $$"""{"id":"q{{i}}","prompt":"say {{i}}","answer":{{i}}}""" + "\n")));
        return _folder.File("sweep.yaml", $$"""
            name: asked
            configurations:
              - name: one
                recipe: process/simulated
                framework: vllm
                set: { ttft: 1ms }
                sku: h200
                scenarios: [{ isl: 16, osl: 4 }]
                search_space: [{ tp: 8, conc_list: [2] }]
                load: { range_ratio: 1, requests_per_conc: 2, warmup_per_conc: 1, allow_invalid: true }
                launch: { executor: process, port: {{LaunchRun.FreePort()}} }
                evals:
                  - { evaluation: gsm8k, limit: 3, max_tokens: 8, api: {{api}} }
                  - { evaluation: ./mine.yaml }
            """);
    }
}
