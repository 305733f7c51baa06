using LoadGen.Conformance.Support;
using LoadGen.Simulation;

namespace LoadGen.Conformance.Matrix;

/// <summary>Connections that are not what they seem, and workers that are not there.</summary>
public abstract partial class ProtocolMatrix
{
    [Fact]
    public async Task Engines_have_closed_the_idle_connections()
    {
        await using Bench bench = await StartAsync(new BenchOptions { KeepAlive = TimeSpan.FromSeconds(1), PoolIdleS = 4.9 });
        Answer aggregated = await Bodies.AggregatedAsync(Bodies.ChatPath, Bodies.Chat(stream: true));
        (await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: true))).AssertIs(aggregated);
        await Connections.UntilNoneAsync(bench.Prefill);
        await Connections.UntilNoneAsync(bench.Decode);

        (await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: true))).AssertIs(aggregated);
        await bench.AssertAtRestAsync();
        bench.Prefill.AssertCompleted(2);
        bench.Decode.AssertCompleted(2);
    }

    [Fact]
    public async Task Prefill_has_restarted_since_the_last_request()
    {
        await using Bench bench = await StartAsync(new BenchOptions { PoolIdleS = 4.9 });
        Answer aggregated = await Bodies.AggregatedAsync(Bodies.ChatPath, Bodies.Chat(stream: false));
        (await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: false))).AssertIs(aggregated);
        await bench.RestartPrefillAsync(TimeSpan.Zero);

        (await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: false))).AssertIs(aggregated);
        await bench.AssertAtRestAsync();
        bench.Prefill.AssertCompleted();
        bench.Decode.AssertCompleted(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_pairs_one_prefill_is_dead(bool stream)
    {
        await using Bench bench = await StartAsync(new BenchOptions { Prefills = 2, Decodes = 2, Attempts = 2 });
        await AssertAllServedAsync(bench, bench.Prefill, stream);
        await bench.AssertAtRestAsync();
        bench.Prefills[1].AssertCompleted(4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_pairs_one_decode_is_dead(bool stream)
    {
        // Where both legs begin at once prefill may have finished before decode's end is known: then its lease frees what it kept.
        bool reclaims = Protocol.Reclaims || Protocol.Kind == Inference.Handoffs.HandoffKind.Sglang;
        await using Bench bench = await StartAsync(new BenchOptions
        {
            Prefills = 2,
            Decodes = 2,
            Attempts = 2,
            Lease = reclaims ? BenchOptions.Never : TimeSpan.FromSeconds(5),
        });
        await AssertAllServedAsync(bench, bench.Decode, stream);
        await bench.AssertAtRestAsync(leaked: reclaims ? 0 : null);
        Assert.Equal(4 + (Protocol.Reclaims ? bench.Prefills.Sum(prefill => prefill.Snapshot().Completed) - 4 : 0), bench.Decodes[1].Snapshot().Completed);
    }

    private static async Task AssertAllServedAsync(Bench bench, SimulatedEngine dead, bool stream)
    {
        await dead.SetAcceptingAsync(false, TestContext.Current.CancellationToken);
        Answer aggregated = await Bodies.AggregatedAsync(Bodies.ChatPath, Bodies.Chat(stream));
        for (int i = 0; i < 4; i++)
        {
            (await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream))).AssertIs(aggregated);
        }

        dead.AssertSawNothing();
        Assert.NotEqual(0, await bench.MetricAsync("loadgen_router_retries_total"));
    }
}
