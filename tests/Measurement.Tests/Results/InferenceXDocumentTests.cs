using System.Globalization;
using System.Text.Json;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Results;

public class InferenceXDocumentTests
{
    // Keys in the order of a result that InferenceX's client wrote (GLM 4.7, 16 streams, 2026-03-14).
    private static readonly string[] s_real =
    [
        "date", "backend", "model_id", "tokenizer_id", "best_of", "num_prompts", "request_rate", "burstiness", "max_concurrency", "duration",
        "completed", "total_input_tokens", "total_output_tokens", "request_throughput", "request_goodput:", "output_throughput",
        "total_token_throughput", "mean_ttft_ms", "median_ttft_ms", "std_ttft_ms", "p99_ttft_ms", "mean_tpot_ms", "median_tpot_ms",
        "std_tpot_ms", "p99_tpot_ms", "mean_itl_ms", "median_itl_ms", "std_itl_ms", "p99_itl_ms",
    ];

    private static readonly RequestTimeline[] s_requests =
    [
        Given.Completed([100, 120, 160], index: 1, input: 20),
        Given.Failed(Outcome.Truncated, index: 2),
        Given.Completed([200, 210], index: 0, input: 30),
    ];

    [Fact]
    public void The_keys_of_a_real_result_are_all_there_in_their_order() =>
        Assert.Equal(s_real, Keys().Where(s_real.Contains));

    [Fact]
    public void Every_raw_key_is_there_and_no_other()
    {
        string[] metrics =
        [
            .. from metric in new[] { "ttft", "tpot", "itl", "e2el" }
               from figure in new[] { "mean", "median", "std", "p90", "p99", "p99.9" }
               select $"{figure}_{metric}_ms",
        ];
        string[] rest = ["benchmark_start_time_unix", "benchmark_end_time_unix", "input_lens", "output_lens"];

        Assert.Equal(s_real.Concat(rest).Concat(metrics).Distinct().Order(), Keys().Order());
        Assert.Equal(metrics, Keys().Where(k => k.EndsWith("_ms", StringComparison.Ordinal)));
    }

    [Fact]
    public void Settings_are_given_as_the_original_gives_them()
    {
        JsonElement d = Write(Document());

        string date = ResultFixtures.StartedAt.AddSeconds(10).ToLocalTime().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        Assert.Equal(date, d.GetProperty("date").GetString());
        Assert.Equal(("vllm", "sim", "loadgen:token_ids"), (Text(d, "backend"), Text(d, "model_id"), Text(d, "tokenizer_id")));
        Assert.Equal((1, 3, 1), (Number(d, "best_of"), Number(d, "num_prompts"), Number(d, "burstiness")));
        Assert.Equal("inf", Text(d, "request_rate"));
        Assert.Equal(JsonValueKind.Null, d.GetProperty("max_concurrency").ValueKind);
        Assert.Equal(JsonValueKind.Null, d.GetProperty("request_goodput:").ValueKind);
        Assert.Equal(1773516985, Number(d, "benchmark_start_time_unix"));
        Assert.Equal(1773516995, Number(d, "benchmark_end_time_unix"));
    }

    [Fact]
    public void A_rate_a_limit_and_a_goodput_are_numbers()
    {
        JsonElement d = Write(Document(rate: 12.5, concurrency: 16, bounds: [new("ttft", 150)]));

        Assert.Equal((12.5, 16, 0.1), (Number(d, "request_rate"), Number(d, "max_concurrency"), Number(d, "request_goodput:")));
    }

    [Fact]
    public void Sums_are_over_completed_requests_and_lengths_over_all_in_the_workloads_order()
    {
        JsonElement d = Write(Document());

        Assert.Equal((2, 50, 5, 10), (Number(d, "completed"), Number(d, "total_input_tokens"), Number(d, "total_output_tokens"), Number(d, "duration")));
        Assert.Equal((0.2, 0.5, 5.5), (Number(d, "request_throughput"), Number(d, "output_throughput"), Number(d, "total_token_throughput")));
        Assert.Equal([30, 20, 10], d.GetProperty("input_lens").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal([2, 3, 0], d.GetProperty("output_lens").EnumerateArray().Select(v => v.GetInt32()));
    }

    [Theory]
    [InlineData("ttft", 150, 150, 50, 190, 199, 199.9)]   // 100, 200
    [InlineData("tpot", 20, 20, 10, 28, 29.8, 29.98)]   // 60 / 2 = 30, 10 / 1 = 10
    [InlineData("e2el", 185, 185, 25, 205, 209.5, 209.95)]   // 160, 210
    [InlineData("itl", 70.0 / 3, 20, 12.4721912892465, 36, 39.6, 39.96)]   // 20, 40, 10
    public void Figures_are_numpys(string metric, double mean, double median, double std, double p90, double p99, double p999)
    {
        JsonElement d = Write(Document());
        double[] actual = [.. new[] { "mean", "median", "std", "p90", "p99", "p99.9" }.Select(f => Number(d, $"{f}_{metric}_ms"))];

        Assert.All(new[] { mean, median, std, p90, p99, p999 }.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 9));
    }

    [Fact]
    public void A_run_without_a_completed_request_has_zeros()
    {
        JsonElement d = Write(Document(requests: [Given.Failed(Outcome.Refused)]));

        Assert.All(d.EnumerateObject().Where(p => p.Name.EndsWith("_ms", StringComparison.Ordinal)), p => Assert.Equal(0, p.Value.GetDouble()));
        Assert.Equal(0, Number(d, "request_throughput"));
    }

    private static InferenceXDocument Document(
        double? rate = null, int? concurrency = null, GoodputBound[]? bounds = null, RequestTimeline[]? requests = null) => new()
        {
            StartedAt = ResultFixtures.StartedAt,
            EndedAt = ResultFixtures.StartedAt.AddSeconds(10),
            Backend = "vllm",
            ModelId = "sim",
            TokenizerId = "loadgen:token_ids",
            NumPrompts = 3,
            RequestRate = rate,
            MaxConcurrency = concurrency,
            DurationS = 10,
            Totals = ResultFixtures.Totals(bounds ?? [], requests ?? s_requests),
            HasGoodput = bounds is not null,
        };

    private static JsonElement Write(InferenceXDocument document)
    {
        using var stream = new MemoryStream();
        document.Write(stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    private static IEnumerable<string> Keys() => Write(Document()).EnumerateObject().Select(p => p.Name);

    private static string? Text(JsonElement document, string key) => document.GetProperty(key).GetString();

    private static double Number(JsonElement document, string key) => document.GetProperty(key).GetDouble();
}
