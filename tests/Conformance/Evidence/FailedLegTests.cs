using LoadGen.Conformance.Support;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Conformance.Evidence;

/// <summary>One leg fails, and the other is not left behind.</summary>
public class FailedLegTests
{
    // sglang #9726, #24159, #29017; aibrix #2289; llm-d #2433. Decode would go on for an hour; nothing but the router's word can end it.
    [Theory]
    [InlineData(HandoffKind.Sglang)]
    [InlineData(HandoffKind.NixlPush)]
    [InlineData(HandoffKind.Mooncake)]
    [InlineData(HandoffKind.MoriioWrite)]
    [InlineData(HandoffKind.TrtllmGenerationFirst)]
    public async Task Prefill_fails_and_decode_does_not_hang_for_minutes(HandoffKind kind)
    {
        await using Bench bench = await Bench.StartAsync(kind, new BenchOptions
        {
            PrefillFault = "cut",
            PrefillTtft = TimeSpan.FromMilliseconds(500),
            DecodeTtft = BenchOptions.Never,
            StallS = 600,
            AbortHoldS = 600,
            Lease = TimeSpan.FromSeconds(1),
        });
        Task<Answer> answer = bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: true));
        await Bench.UntilActiveAsync(bench.Decode, 1);

        (await answer).AssertError(502, "prefill_failed");
        await bench.AssertAtRestAsync(leaked: null);
        bench.Decode.AssertAborted();
    }

    // sglang #29482. Prefill would compute for an hour.
    [Theory]
    [InlineData(HandoffKind.Sglang)]
    [InlineData(HandoffKind.NixlPush)]
    [InlineData(HandoffKind.Mooncake)]
    [InlineData(HandoffKind.MoriioWrite)]
    [InlineData(HandoffKind.TrtllmGenerationFirst)]
    public async Task Decode_fails_and_prefill_is_not_orphaned(HandoffKind kind)
    {
        await using Bench bench = await Bench.StartAsync(kind, new BenchOptions { PrefillTtft = BenchOptions.Never, StallS = 600, AbortHoldS = 600 });
        Task<Answer> answer = bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: true));
        await Bench.UntilActiveAsync(bench.Prefill, 1);
        await Bench.UntilActiveAsync(bench.Decode, 1);
        await bench.Decode.DisposeAsync();

        (await answer).AssertError(502, "decode_failed");
        await bench.AssertAtRestAsync();
        bench.Prefill.AssertAborted();
        Assert.Equal(1, await bench.MetricAsync("loadgen_router_orphaned_legs_total"));
    }
}
