using System.Text.Json;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Running;

public class ClosedLoopTests
{
    [Theory]
    [InlineData("completions")]
    [InlineData("chat")]
    public async Task Every_request_completes_and_is_in_every_file(string api)
    {
        BenchResult result = await Bench.RunAsync(Bench.Fast, o => o with { Workload = new FixedWorkload(40), Requests = 40, Concurrency = 8 }, api);

        Assert.Equal((40, 40, 120, 120), (result.Totals.Requested, result.Totals.Completed, result.Totals.Chunks, result.Totals.OutputTokens));
        Assert.Equal((160, 160, 0, 0), (result.Totals.InputTokens, result.Totals.InputTokensClient, result.Totals.InputMismatches, result.Totals.OutputMismatches));
        Assert.Equal(Enumerable.Range(0, 40), result.Indices.Order());
        Assert.Equal((40, 80, 40, 40), (result.LogCounts["ttft"], result.LogCounts["itl"], result.LogCounts["tpot"], result.LogCounts["e2e"]));
        Assert.Equal((40, 80), (Count(MetricRegistry.Ttft), Count(MetricRegistry.Itl)));
        Assert.InRange(Count(MetricRegistry.ItlPerToken), 80 - result.Totals.CoalescedChunks, 80);
        Assert.InRange(result.Run.ConnectionsOpened, 1, 8);
        Assert.Equal((true, 40, "complete"), (result.Run.Simulated, result.Run.RecordsWritten, RunStatus.Of(result.Run).Status));
        Assert.Equal(40, result.Snapshots[^1].Done);

        long Count(MetricDefinition metric) => result.Totals.Metric(metric).Count;
    }

    [Fact]
    public async Task Whole_answers_have_an_e2e_and_no_ttft()
    {
        BenchResult result = await Bench.RunAsync(Bench.Fast, o => o with { Generation = o.Generation with { Stream = false } });

        Assert.Equal((2, 6, 0), (result.Totals.Completed, result.Totals.OutputTokens, result.Totals.Chunks));
        Assert.Equal((0, 2), (result.Totals.Metric(MetricRegistry.Ttft).Count, result.Totals.Metric(MetricRegistry.E2e).Count));
    }

    [Fact]
    public async Task Without_usage_chunks_are_the_tokens()
    {
        BenchResult result = await Bench.RunAsync(Bench.Fast, o => o with { Generation = o.Generation with { IncludeUsage = false } });

        Assert.Equal((2, 0, 6), (result.Totals.Completed, result.Totals.WithUsage, result.Totals.OutputTokens));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Several_tokens_a_chunk_are_counted_each(bool continuous)
    {
        using JsonDocument extra = JsonDocument.Parse("""{"stream_options":{"include_usage":true,"continuous_usage_stats":true}}""");
        BenchResult result = await Bench.RunAsync(Bench.Fast with { TokensPerChunk = 4, InterTokenLatency = TimeSpan.FromMilliseconds(5) }, o => o with
        {
            Workload = new FixedWorkload(1, output: 10),
            Requests = 1,
            Generation = o.Generation with { ExtraBody = continuous ? extra.RootElement : null },
        });

        // 4, 4 and 2 tokens. With their numbers known, the last two chunks bring 6; shared evenly, 9 follow the first. Less where a late
        // client finds two chunks, or all, in its first read.
        Assert.Equal((1, 10, 3, 1), (result.Totals.Completed, result.Totals.OutputTokens, result.Totals.Chunks, result.Totals.OutputMismatches));
        Assert.Equal(2, result.Totals.Metric(MetricRegistry.Itl).Count);
        Assert.Contains(result.Totals.Metric(MetricRegistry.ItlPerToken).Count, continuous ? new long[] { 6, 2, 0 } : [9, 5, 0]);
    }

    [Fact]
    public async Task No_more_streams_than_asked_for_and_not_one_less()
    {
        BenchResult result = await Bench.RunAsync(
            Bench.Silent, o => o with { Workload = new FixedWorkload(null), Requests = 100, Concurrency = 7 }, cancelWhen: s => s.Active == 7);

        Assert.Equal((7, 7), (result.Totals.Requested, result.Totals.Of(Outcome.Cancelled)));
        Assert.Equal(7, result.Snapshots.Max(s => s.Active));
    }

    [Fact]
    public async Task A_duration_ends_the_start_of_requests_and_all_of_them_are_finished()
    {
        BenchResult result = await Bench.RunAsync(
            Bench.Fast, o => o with { Workload = new FixedWorkload(null), Requests = null, Duration = TimeSpan.FromMilliseconds(200) });

        Assert.True(result.Totals.Requested > 0);
        Assert.Equal(result.Totals.Requested, result.Totals.Completed);
        Assert.Null(result.Run.Measured!.Planned);
        Assert.Equal(Enumerable.Range(0, (int)result.Totals.Requested), result.Indices.Order());
    }

    [Fact]
    public async Task More_requests_than_the_workload_has_are_not_planned()
    {
        BenchResult result = await Bench.RunAsync(Bench.Fast, o => o with { Workload = new FixedWorkload(3), Requests = 10 });

        Assert.Equal((3, 3L), (result.Totals.Completed, result.Run.Measured!.Planned));
    }
}
