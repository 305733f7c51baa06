using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>Every misbehaviour of a server has its outcome, and says what was wrong.</summary>
public class FaultTests
{
    private static readonly (string Fault, Outcome Outcome, string Says)[] s_faults =
    [
        ("no-done", Outcome.Truncated, "ended without [DONE],"),
        ("no-finish", Outcome.Truncated, "ended without [DONE] and finish_reason"),
        ("short", Outcome.WrongLength, "2 output tokens instead of 3"),
        ("usage-mismatch", Outcome.WrongLength, "4 output tokens instead of 3"),
        ("cut", Outcome.Truncated, "closed"),
        ("cut:0", Outcome.Truncated, "closed"),
        ("error", Outcome.StreamError, "reported an error in the stream"),
        ("status:400", Outcome.Status4xx, "HTTP 400: simulated status 400"),
        ("status:401", Outcome.Status4xx, "HTTP 401"),
        ("status:404", Outcome.Status4xx, "HTTP 404"),
        ("status:429", Outcome.RateLimited, "HTTP 429"),
        ("status:500", Outcome.Status5xx, "HTTP 500"),
        ("status:503", Outcome.Status5xx, "HTTP 503: simulated status 503"),
        ("html", Outcome.ProtocolError, "expected content-type text/event-stream, got text/html"),
        ("malformed-chunk", Outcome.ProtocolError, "chunk"),
        ("malformed-json", Outcome.ProtocolError, "malformed event"),
        ("huge-header", Outcome.ProtocolError, ""),
        ("reset", Outcome.Truncated, ""),
        ("hang", Outcome.TimedOut, ""),
        ("stall", Outcome.TimedOut, ""),
    ];

    public static TheoryData<string, string> Streamed
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string fault, _, _) in s_faults)
            {
                data.Add("completions", fault);
                data.Add("chat", fault);
                data.Add("anthropic", fault);
                data.Add("sglang", fault);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Streamed))]
    public async Task A_fault_in_a_stream_has_its_outcome(string api, string fault)
    {
        (_, Outcome outcome, string says) = s_faults.Single(f => f.Fault == fault);
        BenchResult result = await Bench.RunAsync(
            Bench.With(fault), o => fault is "hang" or "stall" ? o with { Transport = Bench.Impatient } : o, api);

        Assert.Equal(2, result.Totals.Of(outcome));
        Assert.Equal((2, 2), (result.Totals.Requested, result.Totals.Failed));
        result.AssertAll(outcome);
        Assert.Contains(says.Replace("[DONE]", ResultFixtures.Api(api).Traits.EndMarker, StringComparison.Ordinal), result.FirstError, StringComparison.Ordinal);
        Assert.NotEmpty(result.FirstError);
        Assert.DoesNotContain('\n', result.FirstError);
    }

    [Theory]
    [InlineData("short", Outcome.WrongLength)]
    [InlineData("malformed-json", Outcome.ProtocolError)]
    [InlineData("malformed-chunk", Outcome.ProtocolError)]
    [InlineData("html", Outcome.ProtocolError)]
    [InlineData("cut", Outcome.Truncated)]
    [InlineData("status:503", Outcome.Status5xx)]
    [InlineData("reset", Outcome.Truncated)]
    public async Task A_fault_in_a_whole_answer_has_its_outcome(string fault, Outcome outcome)
    {
        BenchResult result = await Bench.RunAsync(Bench.With(fault), o => o with { Generation = o.Generation with { Stream = false } });

        Assert.Equal((2, 2), (result.Totals.Of(outcome), result.Totals.Requested));
        Assert.NotEmpty(result.FirstError);
    }

    [Fact]
    public async Task One_request_in_three_fails_and_the_others_complete()
    {
        BenchResult result = await Bench.RunAsync(Bench.With("status:503@3"), o => o with { Workload = new FixedWorkload(9), Requests = 9, Concurrency = 1 });

        Assert.Equal(
            ["completed", "completed", "status_5xx", "completed", "completed", "status_5xx", "completed", "completed", "status_5xx"], result.Outcomes);
        Assert.Equal((6, 3), (result.Totals.Completed, result.Totals.Failed));
    }

    [Fact]
    public async Task Without_ignore_eos_a_wrong_usage_is_counted_but_no_failure()
    {
        BenchResult result = await Bench.RunAsync(
            Bench.With("usage-mismatch"), o => o with { Generation = o.Generation with { IgnoreEos = false } });

        Assert.Equal((2, 2, 8, 6), (result.Totals.Completed, result.Totals.OutputMismatches, result.Totals.OutputTokens, result.Totals.Chunks));
    }

    [Fact]
    public async Task An_error_in_the_stream_outweighs_the_connection_that_breaks_after_it()
    {
        await using var server = new ScriptedServer(ScriptedServer.Broken(ScriptedServer.Token(), """{"error":{"message":"out of memory","type":"internal"}}"""));
        BenchResult result = await Bench.RunAsync(Bench.Options(server.Url, requests: 1));

        Assert.Equal(1, result.Totals.Of(Outcome.StreamError));
        Assert.Equal("the server reported an error in the stream: out of memory (internal)", result.FirstError);
    }

    [Fact]
    public async Task A_status_outweighs_the_body_that_breaks_off()
    {
        await using var server = new ScriptedServer("HTTP/1.1 502 Bad Gateway\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nupstr");
        BenchResult result = await Bench.RunAsync(Bench.Options(server.Url, requests: 1));

        Assert.Equal(1, result.Totals.Of(Outcome.Status5xx));
        Assert.StartsWith("HTTP 502: ", result.FirstError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_document_in_place_of_a_stream_is_the_servers_error()
    {
        await using var server = new ScriptedServer(ScriptedServer.Whole("200 OK", "application/json", """{"error":{"message":"model is loading"}}"""));
        BenchResult result = await Bench.RunAsync(Bench.Options(server.Url, requests: 1));

        Assert.Equal(1, result.Totals.Of(Outcome.StreamError));
        Assert.Contains("model is loading", result.FirstError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_a_content_type_is_no_stream()
    {
        await using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        BenchResult result = await Bench.RunAsync(Bench.Options(server.Url, requests: 1));

        Assert.Equal(1, result.Totals.Of(Outcome.ProtocolError));
        Assert.Equal("expected content-type text/event-stream, got none", result.FirstError);
    }

    [Fact]
    public async Task An_abort_is_no_success_though_the_stream_ended_well()
    {
        await using var server = new ScriptedServer(ScriptedServer.Stream(ScriptedServer.Token(), ScriptedServer.Token("abort"), "[DONE]"));
        BenchResult result = await Bench.RunAsync(Bench.Options(server.Url, requests: 1));

        Assert.Equal(1, result.Totals.Of(Outcome.StreamError));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_not_a_success()
    {
        await using var server = new ScriptedServer(ScriptedServer.Whole("307 Temporary Redirect", "text/plain", "elsewhere"));
        BenchResult result = await Bench.RunAsync(Bench.Options(server.Url, requests: 1));

        Assert.Equal((1, 1), (result.Totals.Of(Outcome.ProtocolError), server.Requests));
    }
}
