using LoadGen.Inference;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Simulation;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>A closed loop whose slots are shared out over several event loops.</summary>
public class SeveralLoopsClosedTests
{
    private const int Loops = 3;
    private const int Slots = 7;

    [Theory]
    [InlineData(Slots, Loops)]
    [InlineData(2, 5)] // loops without a slot
    [InlineData(1, 1)]
    public async Task Each_request_is_made_once_and_none_more(int slots, int loops)
    {
        const int Requests = 60;
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(Bench.Options(engine.Url, requests: Requests, concurrency: slots) with { Loops = loops });

        Assert.Equal((Requests, Requests), (engine.Snapshot().Requests, result.Totals.Completed));
        Assert.Equal(Enumerable.Range(0, Requests), result.Indices.Order());
        Assert.Equal((loops, 0), (result.Run.Observer!.Loops, result.Run.Observer.Dropped));
        Assert.InRange(result.Run.ConnectionsOpened, 1, slots);
        Assert.InRange(result.Snapshots.Max(s => s.Active), 0, slots);
    }

    [Fact]
    public async Task All_slots_are_used_shared_out_evenly_and_ended_by_a_cancellation()
    {
        var witness = new LoopWitness();
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Silent);
        BenchResult result = await Bench.RunAsync(
            Bench.Options(engine.Url, requests: 100, concurrency: Slots) with { Loops = Loops, Workload = new FixedWorkload(100), Answers = witness },
            cancelWhen: _ => engine.Snapshot().Active == Slots);

        Assert.Equal([3, 2, 2], witness.CountByLoop(Loops));
        Assert.Equal(Enumerable.Range(0, Slots), result.Indices.Order());
        result.AssertAll(Outcome.Cancelled);
        Assert.Equal((true, "partial"), (result.Run.Interrupted, RunStatus.Of(result.Run).Status));
        Assert.Equal((Slots, Slots), (engine.Snapshot().Requests, result.Run.ConnectionsOpened));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Loops)]
    public async Task Every_token_that_was_sent_is_recorded(int loops)
    {
        // Every answer is of another length, so that one that is cut or counted twice shows.
        int[] lengths = [.. Enumerable.Range(1, 40)];
        await using var server = new ScriptedServer([.. lengths.Select(Answer)]);
        BenchOptions options = Bench.Options(server.Url, requests: lengths.Length, concurrency: Slots);
        BenchResult result = await Bench.RunAsync(options with
        {
            Loops = loops,
            Generation = new GenerationOptions { Model = "sim", IgnoreEos = false },
        });

        result.AssertAll(Outcome.Completed);
        Assert.Equal(lengths, Each(result, "chunks").Order());
        Assert.Equal(lengths, Each(result, "output_tokens").Order());
        Assert.Equal((lengths.Sum(), lengths.Sum()), (result.Totals.Chunks, result.Totals.OutputTokens));
        Assert.Equal((lengths.Length, lengths.Length), (server.Requests, result.LogCounts["ttft"]));
        Assert.Equal(lengths.Sum() - lengths.Length, result.LogCounts["itl"]);

        static string Answer(int tokens) => ScriptedServer.Stream(
            [.. Enumerable.Repeat(ScriptedServer.Token(), tokens - 1), ScriptedServer.Token("stop"), "[DONE]"]);
    }

    [Fact]
    public async Task A_defect_of_ours_on_one_loop_ends_the_run_with_it()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchOptions options = Bench.Options(engine.Url, requests: null, concurrency: Slots) with { Loops = Loops };
        var workload = new FixedWorkload(null, onWriting: index => _ = index == 50 ? throw new InvalidOperationException("the 50th") : index);

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => Bench.RunAsync(options with { Workload = workload, Duration = TimeSpan.FromHours(1) }));
        Assert.Equal("the 50th", e.Message);
    }

    private static IEnumerable<int> Each(BenchResult result, string field) => result.Records.Select(r => r.GetProperty(field).GetInt32());
}
