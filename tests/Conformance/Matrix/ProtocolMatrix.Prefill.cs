using LoadGen.Conformance.Support;

namespace LoadGen.Conformance.Matrix;

/// <summary>Prefill fails: decode ends with it, or is never asked.</summary>
public abstract partial class ProtocolMatrix
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prefill_refuses_the_request(bool stream)
    {
        await using Bench bench = await StartAsync(new BenchOptions { PrefillFault = "status:400" });
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        answer.AssertEngineError(400, "simulated status 400");
        await AssertDecodeEndedAsync(bench);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prefill_fails(bool stream)
    {
        await using Bench bench = await StartAsync(new BenchOptions { PrefillFault = "status:500" });
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        answer.AssertError(502, "prefill_failed");
        await AssertDecodeEndedAsync(bench);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prefill_has_no_room_and_there_is_no_other(bool stream)
    {
        await using Bench bench = await StartAsync(new BenchOptions { PrefillFault = "status:503", Attempts = 2 });
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        answer.AssertEngineError(503, "simulated status 503");
        Assert.NotNull(answer.RetryAfter);
        await AssertDecodeEndedAsync(bench);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prefill_has_no_room_and_another_pair_serves(bool stream)
    {
        await using Bench bench = await StartAsync(new BenchOptions { PrefillFault = "status:503", Prefills = 2, Decodes = 2, Attempts = 2 });
        Answer aggregated = await Bodies.AggregatedAsync(Bodies.ChatPath, Bodies.Chat(stream));
        for (int i = 0; i < 4; i++)
        {
            (await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream))).AssertIs(aggregated);
        }

        await bench.AssertAtRestAsync();
        Assert.Equal(bench.Prefill.Snapshot().Requests, bench.Prefill.Snapshot().Faults);
        Assert.InRange(bench.Prefill.Snapshot().Requests, 1, 4);
        bench.Prefills[1].AssertCompleted(4);
        Assert.Equal(4, bench.Decodes.Sum(decode => decode.Snapshot().Completed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prefill_hangs(bool stream)
    {
        await using Bench bench = await StartAsync(new BenchOptions { PrefillFault = "hang", StallS = 1 });
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        // Decode waits for prefill and is as silent: which of them is found out first says nothing.
        answer.AssertError(504, Protocol.IsConcurrent && answer.Body.Contains("decode_failed", StringComparison.Ordinal) ? "decode_failed" : "prefill_failed");
        await bench.AssertAtRestAsync();
        bench.Prefill.AssertAborted();
        AssertDecodeNotCompleted(bench);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prefill_refuses_connections(bool stream)
    {
        await using Bench bench = await StartAsync();
        await bench.Prefill.SetAcceptingAsync(false, TestContext.Current.CancellationToken);
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        answer.AssertError(502, "prefill_failed");
        await bench.AssertAtRestAsync();
        bench.Prefill.AssertSawNothing();
        AssertDecodeNotCompleted(bench);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prefill_is_cut_off_in_its_reply(bool stream)
    {
        // What prefill had kept is known to nobody else: its lease frees it.
        await using Bench bench = await StartAsync(new BenchOptions { PrefillFault = "cut", DecodeTtft = BenchOptions.Never, Lease = s_shortLease });
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));

        answer.AssertError(502, "prefill_failed");
        await bench.AssertAtRestAsync(leaked: null);
        bench.Prefill.AssertCompleted();
        AssertDecodeNotCompleted(bench);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prefill_restarts_while_it_works(bool stream)
    {
        await using Bench bench = await StartAsync(new BenchOptions { PrefillTtft = BenchOptions.Never });
        Task<Answer> broken = bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream));
        await Bench.UntilActiveAsync(bench.Prefill, 1);
        await Bench.UntilActiveAsync(bench.Decode, Protocol.IsConcurrent ? 1 : 0);
        await bench.RestartPrefillAsync(TimeSpan.Zero);

        // A decode that waits for the cache sees prefill's end too, and may be the first to say so.
        Answer answer = await broken;
        answer.AssertError(502, Protocol.IsConcurrent && answer.Body.Contains("decode_failed", StringComparison.Ordinal) ? "decode_failed" : "prefill_failed");
        await bench.AssertAtRestAsync();
        if (Protocol.IsConcurrent)
        {
            bench.Decode.AssertEnded();
        }

        (await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream))).AssertIs(await Bodies.AggregatedAsync(Bodies.ChatPath, Bodies.Chat(stream)));
        await bench.AssertAtRestAsync();
    }

    private static void AssertDecodeNotCompleted(Bench bench)
    {
        if (bench.Protocol.IsConcurrent)
        {
            bench.Decode.AssertAbortedIfSeen();
        }
        else
        {
            bench.Decode.AssertSawNothing();
        }
    }

    private static async Task AssertDecodeEndedAsync(Bench bench)
    {
        await bench.AssertAtRestAsync();
        bench.Prefill.AssertCompleted();
        AssertDecodeNotCompleted(bench);
    }
}
