using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary><c>bench</c> against <c>simulate</c>: what a run writes, for both APIs and every kind of schedule.</summary>
public sealed class SimulatedRunTests(SimulatedEngine engine) : IClassFixture<SimulatedEngine>, IDisposable
{
    private const int Tokens = 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("chat", "words", "openai-chat")]
    [InlineData("completions", "token_ids", "vllm")]
    public async Task A_closed_loop_of_streams_is_measured(string api, string measuredBy, string backend)
    {
        RunFiles run = await BenchAsync("--api", api, "--isl", "30", "--osl", $"{Tokens}", "--concurrency", "4", "--requests", "16", "--goodput", "e2el:60000");
        Counts(run, requests: 16, outputTokens: 16 * Tokens, chunks: 16 * Tokens);
        Assert.Equal(measuredBy, run.Result.GetProperty("workload").GetProperty("input_length_measured_by").GetString());
        Assert.True(run.Result.GetProperty("simulated").GetBoolean());
        Assert.Equal("closed_loop", run.Result.GetProperty("schedule").GetProperty("mode").GetString());
        Assert.Equal(16 * 30, Token(run, "input_client"));
        Assert.Equal(16, Token(run, "requests_with_usage"));
        Assert.Equal((0, 0), (Token(run, "input_mismatches"), Token(run, "output_mismatches")));
        Assert.InRange(run.Result.GetProperty("client").GetProperty("connections_opened").GetInt64(), 1, 4);
        Assert.Equal(run.Result.GetProperty("throughput").GetProperty("requests_per_s").GetDouble(), run.Result.GetProperty("throughput").GetProperty("goodput_requests_per_s").GetDouble());
        Assert.All(["ttft_ms", "ttft_intended_ms", "tpot_ms", "e2e_ms", "e2e_intended_ms", "schedule_lateness_ms", "input_tokens", "output_tokens"],
            metric => Assert.Equal(16, Count(run, metric)));

        // An answer that came in one read has no pace.
        Assert.Equal(run.Records().Count(r => r.GetProperty("tpot_ms").GetDouble() > 0), Count(run, "interactivity_tps"));
        Assert.Equal(16 * (Tokens - 1), Count(run, "itl_ms"));

        // The tokens of a first read have no gap; all but one of them are coalesced chunks.
        Assert.InRange(Count(run, "itl_per_token_ms"), (16 * (Tokens - 1)) - Token(run, "coalesced_chunks"), 16 * (Tokens - 1));
        Assert.True(run.Metric("itl_per_token_ms").GetProperty("min").GetDouble() > 0);

        // The engine's own times are lower bounds: first token after 5 ms, then one each millisecond.
        Assert.True(run.Metric("ttft_ms").GetProperty("min").GetDouble() >= 4.9);
        Assert.True(run.Metric("e2e_ms").GetProperty("min").GetDouble() >= 4.9 + Tokens - 1);
        InferenceXDocument.AssertMatches(run, backend, prompts: 16, concurrency: 4);
        await LogsAgreeAsync(run);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("completions")]
    public async Task Whole_answers_have_an_end_and_no_first_token(string api)
    {
        RunFiles run = await BenchAsync("--api", api, "--no-stream", "--osl", $"{Tokens}", "--concurrency", "2", "--requests", "6");
        Counts(run, requests: 6, outputTokens: 6 * Tokens, chunks: null);
        Assert.All(["ttft_ms", "itl_ms", "tpot_ms"], metric => Assert.Equal(0, Count(run, metric)));
        Assert.Equal(6, Count(run, "e2e_ms"));
        Assert.True(run.Metric("e2e_ms").GetProperty("min").GetDouble() >= 4.9 + Tokens - 1);
    }

    [Fact]
    public async Task Constant_arrivals_are_sent_at_their_times()
    {
        RunFiles run = await BenchAsync("--osl", "5", "--rate", "50", "--arrivals", "constant", "--requests", "25");
        Counts(run, requests: 25, outputTokens: 125, chunks: 125);
        Assert.Equal("open_loop", run.Result.GetProperty("schedule").GetProperty("mode").GetString());
        Assert.Equal(50, run.InferenceX.GetProperty("request_rate").GetDouble());
        double[] intended = [.. run.Records().Select(r => r.GetProperty("intended_s").GetDouble())];
        Assert.All(intended.Zip(intended.Skip(1)), pair => Assert.Equal(0.02, pair.Second - pair.First, 6));
        Assert.All(run.Records(), r => Assert.True(r.GetProperty("send_s").GetDouble() >= r.GetProperty("intended_s").GetDouble()));
        Assert.Equal(25, Count(run, "schedule_lateness_ms"));
    }

    [Fact]
    public async Task Gamma_arrivals_take_the_burstiness()
    {
        RunFiles run = await BenchAsync("--osl", "3", "--rate", "100", "--burstiness", "0.5", "--requests", "20");
        Counts(run, requests: 20, outputTokens: 60, chunks: 60);
        Assert.Equal(0.5, run.InferenceX.GetProperty("burstiness").GetDouble());
        double[] intended = [.. run.Records().Select(r => r.GetProperty("intended_s").GetDouble())];
        Assert.Equal(intended.Order(), intended);
        Assert.True(intended.Zip(intended.Skip(1), (a, b) => Math.Round(b - a, 6)).Distinct().Count() > 5);
    }

    [Fact]
    public async Task A_duration_ends_the_starts_and_what_is_under_way_is_finished()
    {
        RunFiles run = await BenchAsync("--osl", "10", "--concurrency", "3", "--duration", "1s");
        Assert.Equal(run.Outcome("requested"), run.Outcome("completed"));
        Assert.True(run.Outcome("requested") >= 3);
        Assert.All(run.Records(), r => Assert.InRange(r.GetProperty("intended_s").GetDouble(), 0, 1));
        Assert.Equal(JsonValueKind.Null, run.Result.GetProperty("schedule").GetProperty("planned").ValueKind);
        Assert.Equal(1, run.Result.GetProperty("configuration").GetProperty("duration_s").GetDouble());
    }

    [Fact]
    public async Task A_warm_up_is_counted_apart()
    {
        RunFiles run = await BenchAsync("--osl", "3", "--concurrency", "2", "--requests", "4", "--warmup", "3");
        Counts(run, requests: 4, outputTokens: 12, chunks: 12);
        Assert.Equal(3, run.Result.GetProperty("warmup").GetProperty("completed").GetInt32());
    }

    [Fact]
    public async Task The_model_is_asked_for_when_none_is_named()
    {
        (await Loadgen.RunAsync("bench", "--url", engine.Url + "/v1", "--osl", "3", "--requests", "2", "--allow-invalid", "--output", _folder["run"])).Exits(Loadgen.Ok);
        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal("sim-model", run.Result.GetProperty("target").GetProperty("model").GetString());
        Assert.Equal("sim-model", run.Result.GetProperty("configuration").GetProperty("model").GetString());
        Assert.Equal("sim-model", run.InferenceX.GetProperty("model_id").GetString());
    }

    [Theory]
    [InlineData("mooncake_50.jsonl", "mooncake", 500)]
    [InlineData("azure_2023_50.csv", "azure", 500)]
    public async Task A_trace_is_replayed_with_its_lengths_and_times(string file, string format, int speed)
    {
        RunFiles run = await BenchAsync("--trace", Repository.TraceFixture(file), "--trace-speed", $"{speed}");
        TraceFile trace = TraceFile.Read(Repository.TraceFixture(file));
        IReadOnlyList<JsonElement> records = run.Records();
        Assert.Equal(50, run.Outcome("completed"));
        Assert.Equal(format, run.Result.GetProperty("configuration").GetProperty("trace_format").GetString());
        Assert.Equal("trace", run.Result.GetProperty("schedule").GetProperty("mode").GetString());
        Assert.Equal(trace.InputTokens, records.Select(r => r.GetProperty("requested_input_tokens").GetInt32()));
        Assert.Equal(trace.OutputTokens, records.Select(r => r.GetProperty("output_tokens").GetInt32()));
        double zero = records[0].GetProperty("intended_s").GetDouble();
        Assert.All(records.Zip(trace.Seconds), pair => Assert.Equal((pair.Second - trace.Seconds[0]) / speed, pair.First.GetProperty("intended_s").GetDouble() - zero, 6));
    }

    [Fact]
    public async Task A_trace_can_be_cut_short()
    {
        RunFiles run = await BenchAsync("--trace", Repository.TraceFixture("azure_2023_50.csv"), "--trace-speed", "100", "--trace-limit", "7");
        Assert.Equal((7, 7), (run.Outcome("requested"), run.Outcome("completed")));
    }

    [Fact]
    public async Task The_seed_fixes_the_lengths()
    {
        string[] options = ["--isl", "200", "--osl", "20", "--range-ratio", "0.2", "--concurrency", "4", "--requests", "12"];
        var lengths = new List<(int, int)[]>();
        foreach ((string name, string seed) in new[] { ("a", "7"), ("b", "7"), ("c", "8") })
        {
            RunFiles run = await BenchAsync([.. options, "--seed", seed], name);
            lengths.Add([.. run.Records().Select(r => (r.GetProperty("requested_input_tokens").GetInt32(), r.GetProperty("requested_output_tokens").GetInt32()))]);
        }

        Assert.Equal(lengths[0], lengths[1]);
        Assert.NotEqual(lengths[0], lengths[2]);
        Assert.All(lengths[0], l => Assert.True(l is { Item1: >= 40 and <= 200, Item2: >= 4 and <= 20 }));
    }

    [Theory]
    [InlineData("--extra-body", "{\"top_k\":5}")]
    [InlineData("--extra-body", "@extra.json")]
    public async Task Extra_fields_are_sent(string option, string value)
    {
        _folder.File("extra.json", "{\"top_k\":5}");
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "1", option, value), workingFolder: _folder.Path)).Exits(Loadgen.Ok);
        using var body = JsonDocument.Parse(Assert.Single(server.Exchanges).Request.Body);
        Assert.Equal(5, body.RootElement.GetProperty("top_k").GetInt32());
        Assert.Equal(5, new RunFiles(_folder["run"]).Result.GetProperty("configuration").GetProperty("extra_body").GetProperty("top_k").GetInt32());
    }

    [Fact]
    public async Task An_IPv6_endpoint_is_measured()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens), address: System.Net.IPAddress.IPv6Loopback);
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "2"))).Exits(Loadgen.Ok);
        Assert.Contains($"Host: {server.Authority}\r\n", server.Exchanges[0].Request.Head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["::1"], new RunFiles(_folder["run"]).AssertAddsUp().Result.GetProperty("target").GetProperty("addresses").EnumerateArray().Select(a => a.GetString()));
    }

    private static long Count(RunFiles run, string metric) => run.Metric(metric).GetProperty("count").GetInt64();

    private static long Token(RunFiles run, string name) => run.Result.GetProperty("tokens").GetProperty(name).GetInt64();

    private static void Counts(RunFiles run, int requests, int outputTokens, int? chunks)
    {
        Assert.Equal("complete", run.Status);
        Assert.Equal((requests, requests, 0), (run.Outcome("requested"), run.Outcome("completed"), run.Outcome("failed")));
        Assert.Equal(outputTokens, Token(run, "output"));
        if (chunks is { } expected)
        {
            Assert.Equal(expected, Token(run, "chunks"));
        }

        double duration = run.Result.GetProperty("duration_s").GetDouble();
        JsonElement throughput = run.Result.GetProperty("throughput");
        Assert.Equal(requests / duration, throughput.GetProperty("requests_per_s").GetDouble(), 3);
        Assert.Equal(outputTokens / duration, throughput.GetProperty("output_tokens_per_s").GetDouble(), 3);
        Assert.Equal((Token(run, "input") + outputTokens) / duration, throughput.GetProperty("total_tokens_per_s").GetDouble(), 3);
    }

    private static async Task LogsAgreeAsync(RunFiles run)
    {
        foreach (string log in RunFiles.Logs)
        {
            Finished hlog = (await Loadgen.RunAsync("hlog", run.LogPath(log), "--format", "json")).Exits(Loadgen.Ok);
            JsonElement figures = JsonDocument.Parse(hlog.Stdout).RootElement;
            JsonElement metric = run.Metric(log + "_ms");
            Assert.Equal(metric.GetProperty("count").GetInt64(), figures.GetProperty("count").GetInt64());

            // Both are histograms of three digits: the same value to within one bucket.
            double p50 = metric.GetProperty("p50").GetDouble();
            Assert.Equal(p50, figures.GetProperty("p50").GetDouble() / 1e6, tolerance: (0.002 * p50) + 1e-6);
        }
    }

    private Task<RunFiles> BenchAsync(params string[] options) => BenchAsync(options, "run");

    private async Task<RunFiles> BenchAsync(string[] options, string name)
    {
        string[] basis = ["bench", "--url", engine.Url, "--model", "sim-model", "--progress", "none", "--allow-invalid", "--output", _folder[name]];
        string[] warmup = options.Contains("--warmup") ? [] : ["--warmup", "0"];
        (await Loadgen.RunAsync([.. basis, .. warmup, .. options])).Exits(Loadgen.Ok);
        return new RunFiles(_folder[name]).AssertAddsUp();
    }
}
