using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>What a router tells of its requests: counters, a log, traces; and what it does not.</summary>
public sealed class SeenFromOutsideTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    // Stands in prompts, in keys and nowhere else.
    private const string Secret = "chrysanthemum";

    [Fact]
    public async Task Counters_log_headers_and_spans_agree_and_tell_nothing_of_the_prompt()
    {
        await using var collector = new OtlpReceiver();
        await using RoutedPool pool = await RoutedPool.StartAsync("sglang", $"telemetry: {{access_log: stdout, otlp_endpoint: \"{collector.Url}\"}}");
        await AskAsync(pool);
        MetricsText metrics = await pool.AtRestAsync();
        AssertCounted(metrics, pool);
        await AssertHeadersAsync(pool);

        // Its end writes what waits: the log's last line, and the last spans.
        pool.Router.Process.Signal(LoadgenProcess.SigTerm);
        Finished finished = (await pool.Router.Process.WaitAsync()).Exits(Loadgen.Ok);
        AssertLogged(finished, pool);
        AssertTraced(collector);
        Assert.All((string[])[finished.Stdout, finished.Stderr, metrics.ToString(), collector.Spans], text => Assert.DoesNotContain(Secret, text));
    }

    [Fact]
    public async Task The_log_names_the_worker_that_YARP_asked_and_can_go_to_a_file()
    {
        using var folder = new TempFolder();
        await using RoutedPool pool = await RoutedPool.StartAggregatedAsync($"telemetry: {{access_log: \"{folder["access.log"]}\"}}");
        (await pool.Router.PostAsync(Ask.CompletionPath, Ask.Short)).Is(200);
        await pool.Decode.KillAsync();
        Reply failed = (await pool.Router.PostAsync(Ask.CompletionPath, Ask.Short)).Is(502);
        Assert.Equal("worker_failed", failed.Error.Code);
        pool.Router.Process.Signal(LoadgenProcess.SigTerm);
        Finished finished = (await pool.Router.Process.WaitAsync()).Exits(Loadgen.Ok);
        JsonElement[] lines = [.. File.ReadLines(folder["access.log"]).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([200, 502], lines.Select(line => line.GetProperty("status").GetInt32()));
        Assert.All(lines, line => Assert.Equal(pool.Decode.Url, line.GetProperty("decode_worker").GetString()));
        Assert.Equal(failed.Error.Message, lines[1].GetProperty("error").GetString());
        Assert.DoesNotContain("{", finished.Stdout);
    }

    private static async Task AskAsync(RoutedPool pool)
    {
        (string, string)[] headers = [("traceparent", $"00-{TraceId}-b7ad6b7169203331-01"), ("X-Request-Id", "ours-1"), ("Authorization", "Bearer " + Secret), ("Cookie", Secret)];
        string prompt = $$$"""{"model":"sim","prompt":"one {{{Secret}}}","max_tokens":3,"stream":true,"stream_options":{"include_usage":true}}""";
        Assert.Equal("ours-1", (await pool.Router.PostAsync(Ask.CompletionPath, prompt, headers)).Is(200).RequestId);
        // Refused by the router, by the engine, and failed at the engine.
        (await pool.Router.PostAsync(Ask.CompletionPath, $$"""{"prompt":"{{Secret}}","prompt":"twice"}""")).Is(400);
        (await pool.Router.PostAsync(Ask.CompletionPath, $$"""{"model":"{{Secret[..5]}}","prompt":"{{Secret}}"}""")).Is(404);
        await pool.Decode.FaultsAsync("status:500");
        (await pool.Router.PostAsync(Ask.CompletionPath, $$"""{"model":"sim","prompt":"{{Secret}}"}""")).Is(502);
    }

    private static void AssertCounted(MetricsText metrics, RoutedPool pool)
    {
        Assert.Equal(4, metrics.Sum("requests_started_total", "api=\"completions\""));
        Assert.Equal(4, metrics.Sum("requests_total", "api=\"completions\""));
        Assert.Equal(0, metrics.Sum("requests_inflight"));
        Assert.Equal(1, metrics.Sum("requests_total", "status=\"200\"", "outcome=\"completed\""));
        Assert.Equal(metrics.Sum("legs_started_total"), metrics.Sum("legs_total"));
        Assert.Equal(metrics.Sum("legs_total", "leg=\"prefill\""), metrics.Sum("legs_total", $"worker=\"{pool.Prefill.Url}\""));
        Assert.Equal(metrics.Sum("legs_total", "leg=\"decode\""), metrics.Sum("legs_total", $"worker=\"{pool.Decode.Url}\""));
        Assert.Equal(2, metrics.Sum("legs_total", "outcome=\"completed\""));
        Assert.Equal((0, 0), (metrics.Sum("legs_inflight"), metrics.Sum("worker_requests")));
        Assert.Equal((2, 3), (metrics.Sum("prompt_tokens_total"), metrics.Sum("completion_tokens_total")));
        Assert.Equal(metrics.Sum("request_duration_seconds_count"), metrics.Sum("requests_total"));
    }

    private static async Task AssertHeadersAsync(RoutedPool pool)
    {
        var parents = new List<string>();
        foreach (EngineProcess engine in (EngineProcess[])[pool.Prefill, pool.Decode])
        {
            JsonElement request = (await engine.RequestsAsync())[0];
            JsonElement headers = request.GetProperty("headers");
            Assert.Equal("ours-1", headers.GetProperty("x-request-id").GetString());
            parents.Add(headers.GetProperty("traceparent").GetString()!);
            Assert.DoesNotContain("cookie", request.GetProperty("header_names").EnumerateArray().Select(name => name.GetString()));
            Assert.True(request.GetProperty("authorization").GetBoolean());
        }

        Assert.All(parents, parent => Assert.StartsWith($"00-{TraceId}-", parent, StringComparison.Ordinal));
        Assert.NotEqual(parents[0], parents[1]);
    }

    private static void AssertLogged(Finished finished, RoutedPool pool)
    {
        JsonElement[] lines = [.. finished.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([200, 400, 404, 502], lines.Select(line => line.GetProperty("status").GetInt32()));
        Assert.Equal(("ours-1", TraceId), (lines[0].GetProperty("request_id").GetString(), lines[0].GetProperty("trace_id").GetString()));
        Assert.Equal((pool.Prefill.Url, pool.Decode.Url), (lines[0].GetProperty("prefill_worker").GetString(), lines[0].GetProperty("decode_worker").GetString()));
        Assert.Equal((2, 3), (lines[0].GetProperty("prompt_tokens").GetInt32(), lines[0].GetProperty("completion_tokens").GetInt32()));
        Assert.All(lines, line => Assert.True(line.GetProperty("bytes").GetInt64() > 0, line.ToString()));
    }

    private static void AssertTraced(OtlpReceiver collector)
    {
        Assert.All(collector.Paths, path => Assert.Equal("/v1/traces", path));
        Assert.NotEmpty(collector.Paths);
        Assert.Contains("loadgen-router", collector.Spans);
        Assert.Contains("ours-1", collector.Spans);
        // One attribute says it of each leg, and its value follows: both legs of the first request, and those of the two that engines saw.
        Assert.True(collector.Count("loadgen.leg\u0012\u0009\n\u0007prefill") >= 1, "no prefill leg");
        Assert.True(collector.Count("loadgen.leg\u0012\u0008\n\u0006decode") >= 1, "no decode leg");
    }
}
