using LoadGen.Measurement.Results;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Simulation;
using LoadGen.Transport;

namespace LoadGen.Measurement.Tests.Running;

public class BenchRunTests
{
    [Fact]
    public async Task A_warmup_is_made_first_and_left_out_of_every_figure()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(Bench.Options(engine.Url, requests: 5) with { WarmupRequests = 3 });

        Assert.Equal((3, 5), (result.Run.Warmup!.Totals.Completed, result.Totals.Requested));
        Assert.Equal((5, 5), (result.Records.Count, result.LogCounts["ttft"]));
        Assert.True(result.Snapshots[0].IsWarmup);
        Assert.Equal(3, result.Snapshots.Last(s => s.IsWarmup).Planned);
        Assert.False(result.Snapshots[^1].IsWarmup);
        Assert.Equal(result.Snapshots.OrderBy(s => s.IsWarmup ? 0 : 1), result.Snapshots);
    }

    [Fact]
    public async Task A_warmup_without_a_success_ends_the_run_before_it_is_measured()
    {
        BenchResult result = await Bench.RunAsync(Bench.With("status:500"), o => o with { WarmupRequests = 3 });

        Assert.Null(result.Run.Measured);
        Assert.Equal(3, result.Run.Warmup!.Totals.Of(Outcome.Status5xx));
        Assert.Equal((true, RunVerdictKind.Failed), (result.Run.Simulated, RunStatus.Verdict(result.Run, 1).Kind));
        Assert.Empty(result.LogCounts);
    }

    [Fact]
    public async Task A_warmup_with_one_success_is_enough()
    {
        BenchResult result = await Bench.RunAsync(Bench.With("status:500@2"), o => o with { WarmupRequests = 3, Concurrency = 1, Requests = 1 });

        Assert.Equal((2, 1), (result.Run.Warmup!.Totals.Completed, result.Totals.Requested));
    }

    [Fact]
    public async Task An_interrupted_warmup_measures_nothing()
    {
        BenchResult result = await Bench.RunAsync(Bench.Silent, o => o with { WarmupRequests = 3 }, cancelWhen: s => s.Active > 0);

        Assert.Null(result.Run.Measured);
        Assert.Equal((true, RunVerdictKind.Interrupted), (result.Run.Interrupted, RunStatus.Verdict(result.Run, 1).Kind));
    }

    [Fact]
    public async Task An_interrupted_run_keeps_what_completed_and_counts_the_rest_as_cancelled()
    {
        // Requests 2 and 4 hang: then both streams are taken and two requests are done. A snapshot's active requests are counted
        // before those that are done: only a second snapshot of the kind says that the fourth is under way.
        int seen = 0;
        BenchResult result = await Bench.RunAsync(
            Bench.With("hang@2"), o => o with { Workload = new FixedWorkload(50), Requests = 50 }, cancelWhen: s => s.Active == 2 && s.Done == 2 && ++seen == 2);

        Assert.Equal((4, 2, 2), (result.Totals.Requested, result.Totals.Completed, result.Totals.Of(Outcome.Cancelled)));
        Assert.Equal(["cancelled", "cancelled", "completed", "completed"], result.Outcomes.Order());
        Assert.Equal(("partial", "interrupted"), (RunStatus.Of(result.Run).Status, RunStatus.Of(result.Run).Reasons[0]));
        Assert.Equal((2, 4), (result.LogCounts["e2e"], result.LogCounts["itl"]));
    }

    [Fact]
    public async Task A_full_disk_ends_the_run_and_says_so()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(
            Bench.Options(engine.Url, requests: null) with { Workload = new FixedWorkload(null), Duration = TimeSpan.FromHours(1) },
            prepare: folder => File.CreateSymbolicLink(Path.Combine(folder.Path, "records.jsonl"), "/dev/full"));

        Assert.NotNull(result.Run.Measured!.WriteFailure);
        Assert.True(result.Totals.Completed > 0);
        Assert.Equal(result.Totals.Requested, result.Totals.Completed);
        Assert.Equal(("partial", RunVerdictKind.Failed), (RunStatus.Of(result.Run).Status, RunStatus.Verdict(result.Run, 1).Kind));
        Assert.Contains("no space left", RunStatus.Of(result.Run).Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_without_an_address_is_told_before_anything_is_sent()
    {
        var e = await Assert.ThrowsAsync<TransportException>(() => Bench.RunAsync(Bench.Options(new Uri("http://nobody.invalid"))));
        Assert.Equal(TransportError.DnsFailure, e.Error);
    }

    [Fact]
    public async Task A_path_in_the_url_goes_before_the_apis()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(Bench.Options(new Uri(engine.Url, "/base/"), requests: 1));

        Assert.Equal(1, result.Totals.Of(Outcome.Status4xx));
        Assert.StartsWith("HTTP 404", result.FirstError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_sent_and_stands_in_no_record()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast with { ApiKey = "the-key" });
        BenchResult refused = await Bench.RunAsync(Bench.Options(engine.Url) with { Headers = [new("Authorization", "Bearer another-key")] });
        BenchResult admitted = await Bench.RunAsync(Bench.Options(engine.Url) with { Headers = [new("Authorization", "Bearer the-key")] });

        Assert.Equal((2, 2), (refused.Totals.Of(Outcome.Status4xx), admitted.Totals.Completed));
        Assert.All(refused.Records, r => Assert.DoesNotContain("another-key", r.GetRawText(), StringComparison.Ordinal));
    }
}
