using LoadGen.Simulation.Batching;
using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Roofline;
using LoadGen.Simulation.Tests.Roofline;

namespace LoadGen.Simulation.Tests.Batching;

/// <summary>Streams through the pacer, the loop and the scheduler, in time that a test moves.</summary>
public class BatchBenchTests
{
    [Theory]
    [InlineData("h200", "fp8", 8, 1, 1, PrefillOrder.First)]
    [InlineData("h200", "fp8", 8, 1, 32, PrefillOrder.First)]
    [InlineData("mi355x", "fp4", 8, 1, 32, PrefillOrder.First)]
    [InlineData("mi355x", "fp8", 8, 1, 16, PrefillOrder.Mixed)]
    [InlineData("b200", "fp4", 8, 8, 64, PrefillOrder.First)]
    public void Streams_come_at_the_pace_that_is_predicted(string sku, string precision, int tp, int dp, int concurrency, PrefillOrder order)
    {
        Deployment engine = Deployments.Of(sku, precision: precision, tp: tp, dp: dp);
        var bench = new BatchBench(engine, order);
        List<BenchStream> streams = bench.RunClosedLoop(concurrency, concurrency * 12, prompt: 1024, output: 256);
        Prediction predicted = RooflinePredictor.Predict(engine, new Traffic(concurrency, 1024, 256));

        // Past the first wave, which all arrived at once, and before the last, which thins out.
        BenchStream[] steady = [.. streams.Skip(3 * concurrency).SkipLast(2 * concurrency)];
        double tokens = steady.SkipLast(1).Sum(stream => (double)stream.Request.TokensSent);
        double tpotS = steady.SkipLast(1).Sum(stream => stream.TpotS * stream.Request.TokensSent) / tokens;
        double perGpu = tokens / (steady[^1].ArrivalS - steady[0].ArrivalS) / tp;

        // In a mixed step prompts and answers read the weights once, which the closed form does not know.
        Assert.InRange(tpotS / predicted.TpotS, order == PrefillOrder.Mixed ? 0.92 : 0.96, 1.04);
        Assert.InRange(perGpu / predicted.OutputTokensPerSPerGpu, 0.95, 1.05);
        Assert.All(streams, stream => Assert.Equal(stream.Sequence.Need.OutputTokens, stream.Request.TokensSent));
        Assert.Equal(0, LatenessHistogram.Summarise([bench.Totals.Lateness]).MaxUs);
    }

    [Fact]
    public void One_request_alone_takes_its_prompt_and_then_a_step_for_each_token()
    {
        Deployment engine = Deployments.Of();
        var bench = new BatchBench(engine);
        BenchStream stream = bench.Arrive(prompt: 1000, output: 3);
        bench.Run();
        double firstS = (engine.Constants.FirstTokenMs * 1e-3) + StepTime.Of(engine, StepLoad.Prefill(1, 1000)).TotalS;
        Assert.Equal(firstS, stream.TtftS, 6);
        double restS = StepTime.Of(engine, StepLoad.Decode(1, 1001)).TotalS + StepTime.Of(engine, StepLoad.Decode(1, 1002)).TotalS;
        Assert.Equal(firstS + restS, stream.EndS, 6);
        Assert.Equal(3, bench.Figures.Steps);
        Assert.Equal((0, 0, 0.0), (bench.Figures.Running, bench.Figures.Waiting, bench.Figures.HeldShare));
    }

    [Fact]
    public void A_time_scale_shortens_everything_alike()
    {
        BenchStream[] streams = [.. ((double[])[1, 10]).Select(scale =>
        {
            var bench = new BatchBench(Deployments.Of(), timeScale: scale);
            BenchStream stream = bench.Arrive(prompt: 5000, output: 50);
            bench.Run();
            return stream;
        })];
        Assert.Equal(streams[0].TtftS, 10 * streams[1].TtftS, 5);
        Assert.Equal(streams[0].EndS, 10 * streams[1].EndS, 5);
    }

    [Fact]
    public void A_prompt_longer_than_a_chunk_takes_several_steps()
    {
        var bench = new BatchBench(Deployments.Of() with { ChunkTokens = 400 });
        bench.Arrive(prompt: 1000, output: 1);
        bench.Run();
        Assert.Equal(3, bench.Figures.Steps);
    }

    [Fact]
    public void What_is_cached_of_a_prompt_is_not_computed_again()
    {
        BenchStream[] streams = [.. ((int[])[0, 15_936]).Select(cached =>
        {
            var bench = new BatchBench(Deployments.Of());
            BenchStream stream = bench.Arrive(prompt: 16_000, output: 2, cached: cached);
            bench.Run();
            return stream;
        })];
        Assert.True(streams[1].TtftS < streams[0].TtftS / 2);
    }

    [Theory]
    [InlineData(PrefillOrder.Mixed)]
    [InlineData(PrefillOrder.First)]
    public void A_prompt_that_comes_in_delays_the_answers_that_go_on(PrefillOrder order)
    {
        var bench = new BatchBench(Deployments.Of(), order);
        BenchStream first = bench.Arrive(prompt: 100, output: 200);
        bench.Run(() => first.WritesNs.Count == 100);
        bench.Arrive(prompt: 16_000, output: 2);
        bench.Run();
        long[] gaps = [.. first.WritesNs.Zip(first.WritesNs.Skip(1), (a, b) => b - a)];
        Assert.True(gaps.Max() > 10 * gaps.Min());
        Assert.Equal(1, gaps.Count(gap => gap > 5 * gaps.Min()));
    }

    [Fact]
    public void More_than_the_cache_holds_waits_its_turn()
    {
        // Two of these hold some 40% of the cache each.
        Deployment engine = Deployments.Of();
        int prompt = (int)(0.4 * KvBudget.Of(engine).Bytes / KvBudget.Of(engine).BytesPerToken);
        var bench = new BatchBench(engine);
        BenchStream[] streams = [.. Enumerable.Range(0, 3).Select(_ => bench.Arrive(prompt, output: 5))];
        bench.Run(() => streams[0].WritesNs.Count > 0);
        Assert.Equal((2, 1), (bench.Figures.Running, bench.Figures.Waiting));
        Assert.InRange(bench.Figures.HeldShare, 0.79, 0.81);
        bench.Run();
        Assert.True(streams[2].TtftS * 1e9 > streams[0].WritesNs[^1]);
        Assert.All(streams, stream => Assert.True(stream.IsOver));
    }

    [Fact]
    public void More_than_may_run_at_once_waits_its_turn()
    {
        var bench = new BatchBench(Deployments.Of() with { MaxRunning = 2 });
        BenchStream[] streams = [.. Enumerable.Range(0, 5).Select(_ => bench.Arrive(prompt: 10, output: 20))];
        bench.Run(() => streams[0].WritesNs.Count > 0);
        Assert.Equal((2, 3), (bench.Figures.Running, bench.Figures.Waiting));
        bench.Run();
        Assert.Equal(streams.Select(stream => stream.TtftS).Order(), streams.Select(stream => stream.TtftS));
        Assert.Equal(0, bench.Figures.Waiting);
    }

    [Fact]
    public void One_that_is_given_up_makes_room()
    {
        var bench = new BatchBench(Deployments.Of() with { MaxRunning = 1 });
        BenchStream first = bench.Arrive(prompt: 10, output: 1_000_000);
        BenchStream waiting = bench.Arrive(prompt: 10, output: 5);
        BenchStream next = bench.Arrive(prompt: 10, output: 5);
        bench.Run(() => first.WritesNs.Count == 10);
        first.Request.Cancel();
        first.Sequence.Cancel();
        waiting.Sequence.Cancel();
        bench.Run();
        Assert.Equal(10, first.WritesNs.Count);
        Assert.Empty(waiting.WritesNs);
        Assert.Equal(5, next.WritesNs.Count);
        Assert.Equal((0, 0), (bench.Figures.Running, bench.Figures.Waiting));
    }

    [Fact]
    public void Accepted_drafts_come_with_their_token_and_on_average_as_often_as_told()
    {
        Deployment engine = Deployments.Of("b200") with { SpecTokens = 3, Acceptance = 0.7 };
        var bench = new BatchBench(engine);
        BenchStream stream = bench.Arrive(prompt: 100, output: 4000);
        bench.Run();
        Assert.Equal(4000, stream.Request.TokensSent);
        Assert.Equal(stream.WritesNs.Count, bench.Totals.Chunks);
        Assert.InRange(4000.0 / stream.WritesNs.Count / engine.TokensPerStep(), 0.95, 1.05);
    }

    [Fact]
    public void A_stream_interval_holds_tokens_back_but_not_the_last()
    {
        var bench = new BatchBench(Deployments.Of(), tokensPerChunk: 10);
        BenchStream stream = bench.Arrive(prompt: 100, output: 25);
        bench.Run();
        Assert.Equal(3, stream.WritesNs.Count);
        Assert.Equal(25, stream.Request.TokensSent);
    }

    [Fact]
    public void A_client_that_does_not_read_gets_what_came_meanwhile_in_one_write()
    {
        var bench = new BatchBench(Deployments.Of());
        BenchStream stream = bench.Arrive(prompt: 100, output: 50);
        bench.Run(() => stream.WritesNs.Count == 5);
        stream.IsFull = true;
        bench.Run();
        Assert.Equal(6, stream.WritesNs.Count);
        Assert.False(stream.IsOver);
        stream.IsFull = false;
        stream.Blocked!();
        bench.Run();
        Assert.Equal(7, stream.WritesNs.Count);
        Assert.Equal(50, stream.Request.TokensSent);
        Assert.True(stream.IsOver);
    }

    [Fact]
    public void A_cache_that_was_handed_over_needs_its_way_and_no_prefill()
    {
        Deployment engine = Deployments.Of();
        var bench = new BatchBench(engine);
        BenchStream stream = bench.Arrive(prompt: 8000, output: 2, isPrefilled: true);
        bench.Run();
        Assert.Equal(RooflinePredictor.HandoffS(engine, 8000) + StepTime.Of(engine, StepLoad.Decode(1, 8000)).TotalS, stream.TtftS, 6);
        Assert.Equal(2, bench.Figures.Steps);
    }

    [Fact]
    public void As_many_run_where_the_cache_limits_as_is_predicted()
    {
        Deployment engine = Deployments.Of("h100", "llama-3.3-70b", "bf16", tp: 4);
        int room = (int)RooflinePredictor.Predict(engine, new Traffic(4096, 8192, 1024)).Running;
        var bench = new BatchBench(engine);
        for (int i = 0; i < room + 20; i++)
        {
            bench.Arrive(prompt: 8192, output: 1024);
        }

        bench.Run(() => bench.Figures.Steps == 2);
        Assert.InRange(room, 20, 200);
        Assert.Equal((room, 20), (bench.Figures.Running, bench.Figures.Waiting));
        Assert.InRange(bench.Figures.HeldShare, 0.95, 1);
    }
}
