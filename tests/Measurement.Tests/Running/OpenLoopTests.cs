using System.Text;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Running;

public class OpenLoopTests
{
    [Fact]
    public async Task Each_request_keeps_the_time_it_was_due_at()
    {
        long[] offsets = [0, 1_000, 1_000, 250_000, 3_000_000, 3_000_001];
        BenchResult result = await Bench.RunAsync(
            Bench.Fast, o => o with { Workload = new FixedWorkload(6), Requests = 6, Concurrency = null, Arrivals = new ListedArrivals(offsets) });

        Assert.Equal(6, result.Totals.Completed);
        Assert.Equal(offsets, Intended(result));
        Assert.All(result.Records, r => Assert.True(r.GetProperty("send_s").GetDouble() >= r.GetProperty("intended_s").GetDouble()));
        Assert.Equal(6, result.Totals.Metric(MetricRegistry.Lateness).Count);
    }

    [Fact]
    public async Task Under_a_limit_due_requests_wait_in_order_and_keep_their_times()
    {
        long[] offsets = [.. Enumerable.Range(0, 12).Select(i => i * 1000L)];
        BenchResult result = await Bench.RunAsync(
            Bench.Fast, o => o with { Workload = new FixedWorkload(12), Requests = 12, Concurrency = 1, Arrivals = new ListedArrivals(offsets) });

        Assert.Equal(Enumerable.Range(0, 12), result.Indices);
        Assert.Equal(offsets, Intended(result));
        double[] sends = [.. result.Records.Select(r => r.GetProperty("send_s").GetDouble())];
        double[] ends = [.. result.Records.Select(r => r.GetProperty("end_s").GetDouble())];
        Assert.All(Enumerable.Range(1, 11), i => Assert.True(sends[i] >= ends[i - 1], $"request {i} was sent while the one before was under way"));
        Assert.Equal(1, result.Run.ConnectionsOpened);
    }

    [Fact]
    public async Task Without_a_limit_nobody_waits_for_anybody()
    {
        BenchResult result = await Bench.RunAsync(
            Bench.Silent,
            o => o with { Workload = new FixedWorkload(20), Requests = 20, Concurrency = null, Arrivals = new ListedArrivals(new long[20]) },
            cancelWhen: s => s.Active == 20);

        Assert.Equal((20, 20), (result.Totals.Requested, result.Totals.Of(Outcome.Cancelled)));
    }

    [Fact]
    public async Task A_stop_leaves_out_what_was_still_waiting_for_a_stream()
    {
        BenchResult result = await Bench.RunAsync(
            Bench.Silent,
            o => o with { Workload = new FixedWorkload(20), Requests = 20, Concurrency = 3, Arrivals = new ListedArrivals(new long[20]) },
            cancelWhen: s => s.Active == 3);

        Assert.Equal((3, 3), (result.Totals.Requested, result.Totals.Of(Outcome.Cancelled)));
        Assert.True(result.Run.Interrupted);
    }

    [Fact]
    public async Task A_run_stopped_long_before_its_next_arrival_ends_at_once()
    {
        const long HourNs = 3_600_000_000_000;
        BenchResult result = await Bench.RunAsync(
            Bench.Fast, o => o with { Workload = new FixedWorkload(2), Arrivals = new ListedArrivals(0, HourNs) }, cancelWhen: s => s.Done == 1);

        Assert.Equal((1, 1), (result.Totals.Requested, result.Totals.Completed));
    }

    [Fact]
    public async Task A_duration_cuts_the_schedule_at_the_due_time_not_at_the_present()
    {
        BenchResult result = await Bench.RunAsync(Bench.Fast, o => o with
        {
            Workload = new FixedWorkload(null),
            Requests = null,
            Duration = TimeSpan.FromMilliseconds(1),
            Arrivals = new ListedArrivals(0, 999_999, 1_000_000, 2_000_000),
        });

        Assert.Equal([0, 1], result.Indices.Order());
    }

    [Fact]
    public async Task A_trace_is_replayed_in_its_order_with_its_lengths_and_times()
    {
        const string Trace = """
            {"timestamp":1000,"input_length":6,"output_length":2,"hash_ids":[1]}
            {"timestamp":1020,"input_length":9,"output_length":4,"hash_ids":[1]}
            {"timestamp":1100,"input_length":3,"output_length":1,"hash_ids":[2]}
            """;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Trace));
        TraceWorkload trace = TraceFile.Read(stream, "trace.jsonl", new TraceOptions { Speed = 20 });
        BenchResult result = await Bench.RunAsync(
            Bench.Fast, o => o with { Workload = trace, Requests = null, Concurrency = 1, Arrivals = new TraceArrivals(trace) });

        Assert.Equal((3, 3L), (result.Totals.Completed, result.Run.Measured!.Planned));
        Assert.Equal([0, 1, 2], result.Indices);
        Assert.Equal([0, 1_000_000, 5_000_000], Intended(result));
        Assert.Equal([6, 9, 3], result.Records.Select(r => r.GetProperty("input_tokens").GetInt32()));
        Assert.Equal([2, 4, 1], result.Records.Select(r => r.GetProperty("output_tokens").GetInt32()));
    }

    private static IEnumerable<long> Intended(BenchResult result) => result.Records
        .OrderBy(r => r.GetProperty("index").GetInt32())
        .Select(r => (long)Math.Round(r.GetProperty("intended_s").GetDouble() * 1e9));
}
