using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Failures;

/// <summary>Somebody answers, but not as asked: exit 1, the server's own words or what was wrong, and an outcome for each request.</summary>
public sealed class BadAnswerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "401 Unauthorized", "no such key", "status_4xx" },
        { "404 Not Found", "no such model", "status_4xx" },
        { "429 Too Many Requests", "slow down", "rate_limited" },
        { "500 Internal Server Error", "out of memory", "status_5xx" },
        { "503 Service Unavailable", "still loading", "status_5xx" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_told_with_its_status_and_the_servers_words(string status, string message, string outcome)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Error(status, message));
        await FailsAsync(server, outcome, "none of 3 requests completed", "HTTP " + status[..3], message);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refused_warm_up_ends_the_run(string status, string message, string outcome)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Error(status, message));
        (await Loadgen.RunAsync("bench", "--url", server.Url, "--model", "sim", "--output", _folder["run"], "--progress", "none"))
            .Exits(Loadgen.Failed).Says("warm-up", "HTTP " + status[..3], message);
        var run = new RunFiles(_folder["run"]);
        Assert.Equal("failed", run.Status);
        Assert.Equal(outcome, run.Result.GetProperty("errors")[0].GetProperty("outcome").GetString());
        run.AssertNothingLeftOver();
    }

    [Fact]
    public async Task A_refusal_that_is_not_JSON_is_told_too()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Whole("502 Bad Gateway", "text/html", "<h1>nginx is sad</h1>"));
        await FailsAsync(server, "status_5xx", "HTTP 502", "nginx is sad");
    }

    public static TheoryData<string, string, string, bool> Broken => new()
    {
        { Answers.Whole("200 OK", "text/html", "<h1>hello</h1>"), "protocol_error", "expected content-type text/event-stream, got text/html", false },
        { Answers.Whole("200 OK", "application/json", """{"error":{"message":"engine is dead"}}"""), "stream_error", "engine is dead", false },
        { Answers.StreamHead + "zz\r\ndata: x\r\n", "protocol_error", "chunk", true },
        { Answers.StreamHead + "FFFFFFFFFFFFFFFFFF\r\n", "protocol_error", "chunk", true },
        { "HTTP/1.1 200 OK\r\nX-Large: " + new string('x', 2_000_000) + "\r\n\r\n", "protocol_error", "header", true },
        { "SSH-2.0-OpenSSH_9.2\r\n", "protocol_error", "SSH-2.0", true },
        { "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "protocol_error", "ontent-", true },
        { Answers.StreamHead + Answers.Tokens(2), "truncated", "closed", true },
        { Answers.StreamHead + Answers.Tokens(2) + Answers.LastChunk, "truncated", "the stream ended without [DONE] and finish_reason", false },
        { Answers.StreamHead + Answers.Tokens(2) + Answers.LastToken(3) + Answers.LastChunk, "truncated", "without [DONE]", false },
        { Answers.StreamHead + Answers.Tokens(3) + Answers.Done + Answers.LastChunk, "truncated", "without finish_reason", false },
        { Answers.StreamHead + Answers.Event("{\"choices\":") + Answers.LastChunk, "protocol_error", "malformed event", false },
        { Answers.StreamHead + Answers.Event("""{"error":{"message":"engine died","code":500}}""") + Answers.LastChunk, "stream_error", "engine died", false },
        { Answers.Stream(2), "wrong_length", "2 output tokens instead of 3", false },
        { "", "truncated", "closed", true },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_answer_has_its_outcome(string answer, string outcome, string message, bool thenClose)
    {
        await using ScriptedServer server = ScriptedServer.Answering(answer, thenClose);
        await FailsAsync(server, outcome, "none of 3 requests completed", message);
    }

    [Theory]
    [InlineData("0.4", Loadgen.Failed)]
    [InlineData("0.5", Loadgen.Ok)]
    public async Task A_run_with_some_failures_is_judged_by_their_share(string allowed, int exitCode)
    {
        await using ScriptedServer server = EverySecondTruncated();
        Finished bench = (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "10", "--max-failure-rate", allowed))).Exits(exitCode);
        if (exitCode == Loadgen.Failed)
        {
            bench.Says("5 of 10 requests failed (50.0", "--max-failure-rate allows 40.0", "closed");
        }
        else
        {
            Assert.Empty(bench.Messages);
        }

        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal("complete", run.Status);
        Assert.Equal((5, 5), (run.Outcome("completed"), run.Outcome("truncated")));
        Assert.Equal(5 * Bench.QuickTokens, run.Result.GetProperty("tokens").GetProperty("output").GetInt64());
        Assert.Equal([3, 0, 3, 0, 3, 0, 3, 0, 3, 0], run.InferenceX.GetProperty("output_lens").EnumerateArray().Select(n => n.GetInt32()));
    }

    [Fact]
    public async Task An_idle_connection_that_the_server_closed_costs_no_request()
    {
        // The close and the next request cross on the wire: the request is sent again on a new connection.
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens), thenClose: true);
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "20"))).Exits(Loadgen.Ok);
        Assert.Equal(20, new RunFiles(_folder["run"]).AssertAddsUp().Outcome("completed"));
    }

    [Fact]
    public async Task A_server_that_lists_no_model_is_told_how_to_go_on()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Error("404 Not Found", "nothing here"));
        (await Loadgen.RunAsync("bench", "--url", server.Url, "--output", _folder["run"])).Exits(Loadgen.Failed).Says("/v1/models", "404", "--model");
    }

    private static ScriptedServer EverySecondTruncated() => ScriptedServer.Start(async exchange =>
    {
        string whole = Answers.Stream(Bench.QuickTokens);
        exchange.IsLast = exchange.Number % 2 == 0;
        await exchange.SendAsync(exchange.IsLast ? whole[..^20] : whole);
    });

    private async Task FailsAsync(ScriptedServer server, string outcome, params string[] message)
    {
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "3"))).Exits(Loadgen.Failed).Says(message);
        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal((3, 3), (run.Outcome("requested"), run.Outcome(outcome)));
        Assert.All(run.Records(), record => Assert.Equal(outcome, record.GetProperty("outcome").GetString()));
        JsonElement error = Assert.Single(run.Result.GetProperty("errors").EnumerateArray());
        Assert.Equal(3, error.GetProperty("count").GetInt32());
    }
}
