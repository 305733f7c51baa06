using LoadGen.Conformance.Support;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Conformance.Evidence;

/// <summary>Clients go away: engines hear of it, caches are freed, and no worker is blamed.</summary>
public class DisconnectTests
{
    // vllm #46283, #50425, #29906, #41269. Prefill has finished, decode has the request and has not looked at it: the lease is an hour, so
    // that only the router's own request can have freed what is pinned.
    [Theory]
    [InlineData(HandoffKind.Nixl)]
    [InlineData(HandoffKind.MoriioRead)]
    public async Task A_client_that_goes_before_decode_fetches_leaves_no_cache_pinned(HandoffKind kind)
    {
        await using Bench bench = await Bench.StartAsync(kind, new BenchOptions { DecodeFault = "hang#1" });
        using var leave = new CancellationTokenSource();
        Task<Answer> answer = bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: true), leave.Token);
        await Bench.UntilActiveAsync(bench.Decode, 1);
        await Eventually.HoldsAsync(() => bench.Prefill.Kv!.Pinned == 1, () => $"{bench.Prefill.Kv!.Pinned} pinned at prefill");
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await Eventually.HoldsAsync(() => bench.Decode.Snapshot().Requests == 2, () => $"{bench.Decode.Snapshot().Requests} requests at decode");
        await bench.AssertAtRestAsync();
        Assert.Equal(1, bench.Prefill.Kv!.Pulled + bench.Prefill.Kv.Reclaimed);
    }

    // smg's pd_router has no watch on its client.
    [Fact]
    public async Task Clients_that_go_in_their_streams_are_seen_by_both_engines()
    {
        const int Clients = 40;
        await using Bench bench = await Bench.StartAsync(HandoffKind.Sglang, new BenchOptions { Itl = BenchOptions.Never });
        IDisposable[] streams = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ =>
            bench.Client.PostAndReadAsync(Bodies.ChatPath, Bodies.Chat(stream: true), until: " the")));
        await Bench.UntilActiveAsync(bench.Decode, Clients);
        foreach (IDisposable stream in streams)
        {
            stream.Dispose();
        }

        await bench.AssertAtRestAsync();
        Assert.Equal((Clients, 0), (bench.Decode.Snapshot().Aborted, bench.Decode.Kv!.UnsafeAborts));
        bench.Prefill.AssertCompleted(Clients);
    }

    // sglang #28651: aborts counted as failures opened the breaker of every worker, and an abort storm became an outage.
    [Theory]
    [InlineData(HandoffKind.Sglang)]
    [InlineData(HandoffKind.Nixl)]
    public async Task A_storm_of_aborts_opens_no_breaker(HandoffKind kind)
    {
        const int Clients = 60;
        await using Bench bench = await Bench.StartAsync(kind, new BenchOptions { PrefillTtft = BenchOptions.Never, FailuresToOpen = 2, Prefills = 2, Decodes = 2 });
        using var leave = new CancellationTokenSource();
        Task<Answer>[] answers = [.. Enumerable.Range(0, Clients).Select(_ => bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: true), leave.Token))];
        await Eventually.HoldsAsync(
            () => bench.Prefills.Sum(prefill => prefill.Snapshot().Active) == Clients, () => $"{bench.Prefills.Sum(prefill => prefill.Snapshot().Active)} requests at prefill");
        await leave.CancelAsync();
        foreach (Task<Answer> answer in answers)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        }

        await bench.AssertAtRestAsync();
        Assert.All((await bench.StateAsync()).Workers, worker => Assert.Equal(("healthy", "closed"), (worker.State, worker.Breaker)));
        Assert.Equal(Clients, bench.Prefills.Sum(prefill => prefill.Snapshot().Aborted));
    }
}
