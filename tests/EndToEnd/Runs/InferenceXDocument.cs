using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary>What must hold of <c>inferencex.json</c>: every key of the original's raw result, in its order, and its sums.</summary>
internal static class InferenceXDocument
{
    private static readonly string[] s_keys =
    [
        "date", "backend", "model_id", "tokenizer_id", "best_of", "num_prompts", "request_rate", "burstiness", "max_concurrency",
        "duration", "benchmark_start_time_unix", "benchmark_end_time_unix", "completed", "total_input_tokens", "total_output_tokens",
        "request_throughput", "request_goodput:", "output_throughput", "total_token_throughput", "input_lens", "output_lens",
        .. from metric in new[] { "ttft", "tpot", "itl", "e2el" }
           from figure in new[] { "mean", "median", "std", "p90", "p99", "p99.9" }
           select $"{figure}_{metric}_ms",
    ];

    public static void AssertMatches(RunFiles run, string backend, int prompts, int concurrency)
    {
        JsonElement x = run.InferenceX;
        Assert.Equal(s_keys, x.EnumerateObject().Select(p => p.Name));
        Assert.Equal(backend, x.GetProperty("backend").GetString());
        Assert.Equal("inf", x.GetProperty("request_rate").GetString());
        Assert.Equal((prompts, prompts), (x.GetProperty("num_prompts").GetInt32(), x.GetProperty("completed").GetInt32()));
        Assert.Equal(concurrency, x.GetProperty("max_concurrency").GetInt32());
        Assert.Equal(x.GetProperty("total_input_tokens").GetInt64(), x.GetProperty("input_lens").EnumerateArray().Sum(n => n.GetInt64()));
        Assert.Equal(x.GetProperty("total_output_tokens").GetInt64(), x.GetProperty("output_lens").EnumerateArray().Sum(n => n.GetInt64()));
        Assert.Equal(run.Result.GetProperty("duration_s").GetDouble(), x.GetProperty("duration").GetDouble(), 9);
        Assert.Equal(run.Metric("tpot_ms").GetProperty("mean").GetDouble(), x.GetProperty("mean_tpot_ms").GetDouble(), tolerance: 0.05);
        Assert.Equal(x.GetProperty("duration").GetDouble(), x.GetProperty("benchmark_end_time_unix").GetDouble() - x.GetProperty("benchmark_start_time_unix").GetDouble(), tolerance: 0.01);
    }
}
