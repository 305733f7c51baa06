using System.Text.Json;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>Requests that a server refuses for now.</summary>
public class RetryAfterTests
{
    private static readonly string s_answer = ScriptedServer.Stream(
        ScriptedServer.Token(), ScriptedServer.Token(), ScriptedServer.Token("length", """{"prompt_tokens":4,"completion_tokens":3}"""), "[DONE]");

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(false, "429 Too Many Requests", "retry-after-ms: 30")]
    [InlineData(false, "503 Service Unavailable", "retry-after-ms: 30")]
    [InlineData(true, "429 Too Many Requests", "retry-after: 0.03")]
    public async Task A_refused_request_is_sent_again_after_the_time_asked_for(bool isOpen, string status, string field)
    {
        await using var server = new ScriptedServer(Refusal(status, field), s_answer);
        BenchOptions options = Bench.Options(server.Url, requests: 1, concurrency: 1) with { RetryAfterMax = s_minute };
        BenchResult result = await Bench.RunAsync(isOpen ? options with { Arrivals = new ListedArrivals([0]) } : options);

        Assert.Equal((1, 1, 2), (result.Totals.Requested, result.Totals.Completed, server.Requests));
        JsonElement record = Assert.Single(result.Records);
        Assert.Equal((1, 30.0), (record.GetProperty("retries").GetInt32(), record.GetProperty("retry_wait_ms").GetDouble()));

        // The wait is in the latencies from the intended start, and not in those from the send.
        Assert.True(record.GetProperty("send_s").GetDouble() - record.GetProperty("intended_s").GetDouble() >= 0.03);
        Assert.True(record.GetProperty("ttft_intended_ms").GetDouble() >= record.GetProperty("ttft_ms").GetDouble() + 30);
        JsonElement limits = Limits(options, result);
        Assert.Equal((1, 1), (limits.GetProperty("retried").GetInt32(), limits.GetProperty("retried_completed").GetInt32()));
        Assert.Equal(0.03, limits.GetProperty("retry_wait_s").GetDouble(), 6);
        Assert.Equal(1, limits.GetProperty("too_many_requests").GetInt32() + limits.GetProperty("unavailable").GetInt32());
    }

    [Fact]
    public async Task A_request_is_sent_again_once()
    {
        await using var server = new ScriptedServer(Refusal(), Refusal(), s_answer);
        BenchOptions options = Bench.Options(server.Url, requests: 2, concurrency: 1) with { RetryAfterMax = s_minute };
        BenchResult result = await Bench.RunAsync(options);

        Assert.Equal(["rate_limited", "completed"], result.Outcomes);
        JsonElement limits = Limits(options, result);
        Assert.Equal((2, 1, 0), (limits.GetProperty("too_many_requests").GetInt32(), limits.GetProperty("retried").GetInt32(), limits.GetProperty("retried_completed").GetInt32()));
    }

    [Theory]
    [InlineData(null, "retry-after: 0")]
    [InlineData(60, "retry-after: 61")]
    [InlineData(60, "x-other: 0")]
    public async Task A_request_is_not_sent_again_unasked_nor_after_too_long_or_no_time(int? mostS, string field)
    {
        await using var server = new ScriptedServer(Refusal(field: field), s_answer);
        BenchOptions options = Bench.Options(server.Url, requests: 1, concurrency: 1) with { RetryAfterMax = mostS is { } s ? TimeSpan.FromSeconds(s) : null };
        BenchResult result = await Bench.RunAsync(options);

        Assert.Equal((1, 1), (result.Totals.Of(Outcome.RateLimited), server.Requests));
        JsonElement limits = Limits(options, result);
        Assert.Equal((1, 0), (limits.GetProperty("too_many_requests").GetInt32(), limits.GetProperty("retried").GetInt32()));
        Assert.Equal(field.StartsWith("retry", StringComparison.Ordinal) ? 1 : 0, limits.GetProperty("retry_after_s").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Under_a_limit_of_streams_the_one_who_waits_delays_nobody()
    {
        // One stream: the second request is answered while the first waits, and both get through.
        await using var server = new ScriptedServer(Refusal(field: "retry-after-ms: 200"), s_answer, s_answer);
        BenchOptions options = Bench.Options(server.Url, requests: 2, concurrency: 1) with { RetryAfterMax = s_minute, Arrivals = new ListedArrivals([0, 0]) };
        BenchResult result = await Bench.RunAsync(options);

        Assert.Equal((2, 3), (result.Totals.Completed, server.Requests));
        Assert.Equal([1, 0], result.Indices);
    }

    [Fact]
    public async Task A_run_that_ends_meanwhile_leaves_the_request_refused()
    {
        await using var server = new ScriptedServer(Refusal(field: "retry-after: 3600"));
        BenchOptions options = Bench.Options(server.Url, requests: 1, concurrency: 1) with { RetryAfterMax = TimeSpan.FromHours(2) };
        BenchResult result = await Bench.RunAsync(options, cancelWhen: _ => server.Requests == 1);

        Assert.Contains(Assert.Single(result.Outcomes), (string[])["rate_limited", "cancelled"]);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task The_limits_that_responses_state_are_in_the_result()
    {
        string limited = s_answer.Replace("\r\n\r\n", "\r\nx-ratelimit-limit-requests: 100\r\nx-ratelimit-remaining-requests: 7\r\nx-ratelimit-reset-requests: 1s\r\n\r\n", StringComparison.Ordinal);
        await using var server = new ScriptedServer(limited[..limited.LastIndexOf("0\r\nx-", StringComparison.Ordinal)] + "0\r\n\r\n", s_answer);
        BenchOptions options = Bench.Options(server.Url, requests: 2, concurrency: 1);
        BenchResult result = await Bench.RunAsync(options);

        JsonElement limit = Assert.Single(Limits(options, result).GetProperty("limits").EnumerateArray());
        Assert.Equal("""{"source":"x-ratelimit","name":"requests","responses":1,"limit_min":100,"limit_max":100,"remaining_min":7,"reset_max_s":1,"window_s":null}""", JsonSerializer.Serialize(limit));
    }

    private static string Refusal(string status = "429 Too Many Requests", string field = "retry-after-ms: 1") =>
        $"HTTP/1.1 {status}\r\n{field}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}";

    private static JsonElement Limits(BenchOptions options, BenchResult result) => JsonSerializer
        .SerializeToElement(new ResultWriter(options, ResultFixtures.About).Build(result.Run), ResultJson.Readable.ResultDocument).GetProperty("rate_limits");
}
