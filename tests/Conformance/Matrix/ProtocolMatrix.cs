using LoadGen.Conformance.Support;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Conformance.Matrix;

/// <summary>
/// One protocol against every failure, streaming and not. Each cell says what the client saw and what both engines saw, and ends with
/// everything at rest: no cache pinned, no load counted.
/// </summary>
public abstract partial class ProtocolMatrix(HandoffKind kind)
{
    private static readonly TimeSpan s_shortLease = TimeSpan.FromSeconds(1);

    private protected Protocol Protocol { get; } = new(kind);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pair_answers_as_an_aggregated_engine_does(bool stream)
    {
        await using Bench bench = await StartAsync();
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        answer.AssertIs(await Bodies.AggregatedAsync(Bodies.ChatPath, Bodies.Chat(stream)));
        await bench.AssertAtRestAsync();
        bench.Prefill.AssertCompleted();
        bench.Decode.AssertCompleted();
        Assert.Equal((1, 0), (bench.Decode.Kv!.Pulled, bench.Prefill.Kv!.Errors + bench.Decode.Kv.Errors));
    }

    private protected Task<Bench> StartAsync(BenchOptions? options = null) => Bench.StartAsync(Protocol.Kind, options);
}

public sealed class SglangMatrix() : ProtocolMatrix(HandoffKind.Sglang);

public sealed class NixlMatrix() : ProtocolMatrix(HandoffKind.Nixl);

public sealed class NixlPushMatrix() : ProtocolMatrix(HandoffKind.NixlPush);

public sealed class P2pNcclMatrix() : ProtocolMatrix(HandoffKind.P2pNccl);

public sealed class MooncakeMatrix() : ProtocolMatrix(HandoffKind.Mooncake);

public sealed class MoriioReadMatrix() : ProtocolMatrix(HandoffKind.MoriioRead);

public sealed class MoriioWriteMatrix() : ProtocolMatrix(HandoffKind.MoriioWrite);

public sealed class TrtllmContextFirstMatrix() : ProtocolMatrix(HandoffKind.TrtllmContextFirst);

public sealed class TrtllmGenerationFirstMatrix() : ProtocolMatrix(HandoffKind.TrtllmGenerationFirst);
