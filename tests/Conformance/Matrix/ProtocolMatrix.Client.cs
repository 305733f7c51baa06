using LoadGen.Conformance.Support;

namespace LoadGen.Conformance.Matrix;

/// <summary>The client goes: both engines hear of it, and nothing stays.</summary>
public abstract partial class ProtocolMatrix
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_client_goes_while_prefill_works(bool stream)
    {
        await using Bench bench = await StartAsync(new BenchOptions { PrefillTtft = BenchOptions.Never });
        using var leave = new CancellationTokenSource();
        Task<Answer> answer = bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream), leave.Token);
        await Bench.UntilActiveAsync(bench.Prefill, 1);
        await Bench.UntilActiveAsync(bench.Decode, Protocol.IsConcurrent ? 1 : 0);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await bench.AssertAtRestAsync();
        bench.Prefill.AssertAborted();
        if (Protocol.IsConcurrent)
        {
            bench.Decode.AssertEnded();
        }
        else
        {
            bench.Decode.AssertSawNothing();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_client_goes_during_the_handoff(bool stream)
    {
        // Both at once: the cache comes within the time for which the abort is held. One after the other: decode has it, and says nothing yet.
        await using Bench bench = await StartAsync(Protocol.IsConcurrent
            ? new BenchOptions { PrefillFault = "slow:300", Itl = BenchOptions.Never, AbortHoldS = 3 }
            : new BenchOptions { DecodeTtft = BenchOptions.Never });
        using var leave = new CancellationTokenSource();
        Task<Answer> answer = bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream), leave.Token);
        await Bench.UntilActiveAsync(bench.Decode, 1);
        if (!Protocol.IsConcurrent)
        {
            await Eventually.HoldsAsync(() => bench.Decode.Kv!.Pulled == 1, () => $"{bench.Decode.Kv}");
        }

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await bench.AssertAtRestAsync();
        Assert.Equal(0, bench.Decode.Kv!.UnsafeAborts);
        Assert.Equal(0, bench.Decode.Snapshot().Completed);
    }

    [Fact]
    public async Task The_client_goes_in_the_middle_of_the_stream()
    {
        await using Bench bench = await StartAsync(new BenchOptions { Itl = BenchOptions.Never });
        using (await bench.Client.PostAndReadAsync(Bodies.ChatPath, Bodies.Chat(stream: true), until: " the"))
        {
            await Bench.UntilActiveAsync(bench.Decode, 1);
        }

        await bench.AssertAtRestAsync();
        bench.Prefill.AssertCompleted();
        bench.Decode.AssertAborted();
        Assert.Equal(0, bench.Decode.Kv!.UnsafeAborts);
    }
}
