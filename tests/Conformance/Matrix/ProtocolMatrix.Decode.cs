using LoadGen.Conformance.Support;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Conformance.Matrix;

/// <summary>Decode fails: prefill ends with it, and what prefill has kept is freed where the protocol has a way.</summary>
public abstract partial class ProtocolMatrix
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Decode_refuses_the_request(bool stream)
    {
        await using Bench bench = await StartAsync(DecodeFails("status:400#1"));
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        answer.AssertEngineError(400, "simulated status 400");
        await AssertPrefillEndedAsync(bench);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Decode_fails(bool stream)
    {
        await using Bench bench = await StartAsync(DecodeFails("status:500#1"));
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        answer.AssertError(502, "decode_failed");
        await AssertPrefillEndedAsync(bench);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Decode_resets_the_connection_before_any_output(bool stream)
    {
        await using Bench bench = await StartAsync(DecodeFails("reset#1"));
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        answer.AssertError(502, "decode_failed");
        await AssertPrefillEndedAsync(bench);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Decode_hangs_before_any_output(bool stream)
    {
        await using Bench bench = await StartAsync(DecodeFails("hang#1") with { StallS = 1 });
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        // Prefill, kept waiting as long, is as silent.
        answer.AssertError(504, Protocol.IsConcurrent && answer.Body.Contains("prefill_failed", StringComparison.Ordinal) ? "prefill_failed" : "decode_failed");
        await AssertPrefillEndedAsync(bench);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Decode_refuses_connections(bool stream)
    {
        // The only decode worker is gone: there is nobody to fetch what prefill has kept, and its lease frees it.
        await using Bench bench = await StartAsync(DecodeFails(null) with { Lease = Protocol.IsConcurrent ? BenchOptions.Never : s_shortLease });
        await bench.Decode.SetAcceptingAsync(false, TestContext.Current.CancellationToken);
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        answer.AssertError(502, "decode_failed");
        await bench.AssertAtRestAsync(leaked: Protocol.IsConcurrent ? 0 : 1);
        bench.Decode.AssertSawNothing();
        Assert.Equal(Protocol.IsConcurrent ? 0 : 1, bench.Prefill.Snapshot().Completed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Decode_is_cut_off_in_its_answer(bool stream)
    {
        await using Bench bench = await StartAsync(new BenchOptions { DecodeFault = "cut:3" });
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        await AssertBrokenAsync(bench, answer, stream, 502);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Decode_stalls_in_its_answer(bool stream)
    {
        await using Bench bench = await StartAsync(new BenchOptions { DecodeFault = "stall:3#1", StallS = 1 });
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        await AssertBrokenAsync(bench, answer, stream, 504);
    }

    // Both legs at once: prefill still works when decode fails. One after the other: it has finished.
    private BenchOptions DecodeFails(string? fault) => new()
    {
        DecodeFault = fault,
        PrefillTtft = Protocol.IsConcurrent ? BenchOptions.Never : TimeSpan.Zero,
        Lease = Protocol.KeepsWhatNobodyFetches ? s_shortLease : BenchOptions.Never,
    };

    private static async Task AssertPrefillEndedAsync(Bench bench)
    {
        Protocol protocol = bench.Protocol;
        if (protocol.Reclaims)
        {
            // The router's own request for it.
            await Eventually.HoldsAsync(() => bench.Decode.Snapshot().Requests == 2, () => $"{bench.Decode.Snapshot().Requests} requests at decode");
        }

        await bench.AssertAtRestAsync(leaked: protocol.KeepsWhatNobodyFetches ? 1 : 0);
        if (protocol.IsConcurrent)
        {
            bench.Prefill.AssertAbortedIfSeen();
        }
        else
        {
            bench.Prefill.AssertCompleted();
        }

        Assert.Equal(protocol.Reclaims ? 2 : 1, bench.Decode.Snapshot().Requests);

        // P2pNccl's prefill has sent its cache away, whoever uses it.
        bool isGone = protocol.Reclaims || protocol.Kind == HandoffKind.P2pNccl;
        Assert.Equal(isGone ? 1 : 0, bench.Prefill.Kv!.Pulled + bench.Prefill.Kv.Reclaimed);
    }

    private static async Task AssertBrokenAsync(Bench bench, Answer answer, bool stream, int status)
    {
        if (stream)
        {
            answer.AssertBroken(" the simulated engine", "decode_failed");
        }
        else
        {
            answer.AssertError(status, "decode_failed");
        }

        await bench.AssertAtRestAsync();
        // SGLang's prefill answers when decode has the cache, and may be ended in its answer.
        Assert.Equal((1, 1), (bench.Prefill.Snapshot().Requests, bench.Prefill.Kv!.Pulled));
        Assert.Equal(1, bench.Decode.Kv!.Pulled);
    }
}
