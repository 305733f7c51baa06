using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Running;

public class ConnectionTests
{
    private static readonly string s_answer = ScriptedServer.Stream(
        ScriptedServer.Token(), ScriptedServer.Token(), ScriptedServer.Token("length", """{"prompt_tokens":4,"completion_tokens":3}"""), "[DONE]");

    [Fact]
    public async Task A_request_that_a_closing_idle_connection_swallowed_is_sent_again()
    {
        await using var server = new ScriptedServer(s_answer, ScriptedServer.Close, s_answer, s_answer);
        BenchResult result = await Bench.RunAsync(Bench.Options(server.Url, requests: 3, concurrency: 1));

        Assert.Equal((3, 4), (result.Totals.Completed, server.Requests));
        Assert.Equal([false, false, true], result.Records.Select(r => r.GetProperty("reused_connection").GetBoolean()));
        Assert.Equal(2, result.Totals.Metric(MetricRegistry.Connect).Count);
        Assert.Equal(2, result.Run.ConnectionsOpened);
    }

    [Fact]
    public async Task A_request_swallowed_by_a_new_connection_is_a_failure_and_not_sent_again()
    {
        await using var server = new ScriptedServer(ScriptedServer.Close, s_answer);
        BenchResult result = await Bench.RunAsync(Bench.Options(server.Url, requests: 1));

        Assert.Equal((1, 1), (result.Totals.Of(Outcome.Truncated), server.Requests));
    }

    [Fact]
    public async Task A_connection_that_broke_inside_an_answer_is_not_tried_again()
    {
        await using var server = new ScriptedServer(s_answer, ScriptedServer.Broken(ScriptedServer.Token()), s_answer);
        BenchResult result = await Bench.RunAsync(Bench.Options(server.Url, requests: 3, concurrency: 1));

        Assert.Equal(["completed", "truncated", "completed"], result.Outcomes);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task Usage_on_the_last_choices_chunk_is_taken_and_chunks_in_one_read_have_no_gap_a_token()
    {
        await using var server = new ScriptedServer(s_answer);
        BenchResult result = await Bench.RunAsync(Bench.Options(server.Url, requests: 1));

        Assert.Equal((1, 3, 1), (result.Totals.Completed, result.Totals.OutputTokens, result.Totals.WithUsage));

        // One write of the server; whatever reads it comes in, a first read has no gap and no other has a gap of zero.
        MetricSummary perToken = result.Totals.Metric(MetricRegistry.ItlPerToken).Summarise();
        Assert.InRange(perToken.Count, 2 - result.Totals.CoalescedChunks, 2);
        Assert.True(perToken.Count == 0 || perToken.Min > 0);
        Assert.Equal(2, result.Totals.Metric(MetricRegistry.Itl).Count);
        Assert.False(result.Run.Simulated);
    }

    [Fact]
    public async Task Nobody_at_the_port_is_a_refusal_of_every_request()
    {
        BenchResult result = await Bench.RunAsync(Bench.Options(Bench.UrlOfNobody(), requests: 3));

        Assert.Equal((3, 3), (result.Totals.Of(Outcome.Refused), result.Totals.Requested));
        Assert.Equal(RunVerdictKind.Unreachable, RunStatus.Verdict(result.Run, 1).Kind);
        Assert.All(result.Records, r => Assert.False(r.TryGetProperty("send_s", out _)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_target_that_is_gone_ends_the_run_long_before_its_requests(bool open)
    {
        BenchOptions options = Bench.Options(Bench.UrlOfNobody(), requests: 100_000, concurrency: 50);
        BenchResult result = await Bench.RunAsync(open ? options with { Arrivals = new ListedArrivals(new long[100_000]) } : options);

        Assert.True(result.Run.Measured!.TargetLost);
        Assert.InRange(result.Totals.Requested, 100, 200);
        Assert.Equal("partial", RunStatus.Of(result.Run).Status);
    }

    [Fact]
    public async Task Requests_one_after_another_share_a_connection()
    {
        BenchResult result = await Bench.RunAsync(Bench.Fast, o => o with { Workload = new FixedWorkload(5), Requests = 5, Concurrency = 1 });

        Assert.Equal((1, 4, 4), (result.Run.ConnectionsOpened, result.Run.ConnectionsReused, result.Totals.ReusedConnections));
        Assert.Equal([0, 1, 2, 3, 4], result.Indices);
    }
}
