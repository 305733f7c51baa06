using LoadGen.Conformance.Support;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Conformance.Matrix;

/// <summary>What Mooncake alone has: a prefill worker whose engine id has not been learnt yet.</summary>
public class MooncakeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_prefill_whose_engine_id_is_not_known_is_one_clear_error(bool stream)
    {
        await using Bench bench = await Bench.StartAsync(HandoffKind.Mooncake, new BenchOptions { HidesEngineId = true, Attempts = 2 });
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        answer.AssertError(502, "prefill_failed");
        Assert.Contains("its engine id at rank 0 is not known", answer.Body, StringComparison.Ordinal);
        await bench.AssertAtRestAsync();
        bench.Prefill.AssertSawNothing();
        bench.Decode.AssertSawNothing();
    }

    [Fact]
    public async Task Requests_go_to_another_pair_while_an_engine_id_is_not_known()
    {
        await using Bench bench = await Bench.StartAsync(HandoffKind.Mooncake, new BenchOptions { HidesEngineId = true, Attempts = 2, Prefills = 2 });
        Answer aggregated = await Bodies.AggregatedAsync(Bodies.ChatPath, Bodies.Chat(stream: true));
        for (int i = 0; i < 4; i++)
        {
            (await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: true))).AssertIs(aggregated);
        }

        await bench.AssertAtRestAsync();
        bench.Prefill.AssertSawNothing();
        bench.Prefills[1].AssertCompleted(4);
    }
}
