using LoadGen.Conformance.Support;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Conformance.Evidence;

/// <summary>sglang #9926, #9266: engines close idle connections after 5 s, and a request sent at that moment is lost.</summary>
public class IdleConnectionTests
{
    // The engines would keep theirs for minutes.
    [Fact]
    public async Task The_router_closes_idle_connections_before_the_engines_do()
    {
        await using Bench bench = await Bench.StartAsync(HandoffKind.Nixl, new BenchOptions { PoolIdleS = 0.2 });
        Answer aggregated = await Bodies.AggregatedAsync(Bodies.ChatPath, Bodies.Chat(stream: false));
        (await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: false))).AssertIs(aggregated);
        await Connections.UntilNoneAsync(bench.Prefill);
        await Connections.UntilNoneAsync(bench.Decode);

        (await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: false))).AssertIs(aggregated);
        await bench.AssertAtRestAsync();
        Assert.Equal(0, await bench.MetricAsync("loadgen_router_retries_total"));
    }
}
