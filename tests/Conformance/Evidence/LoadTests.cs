using LoadGen.Conformance.Support;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Conformance.Evidence;

/// <summary>Many requests at one time.</summary>
public class LoadTests
{
    // sglang #14305; smg #1714: load was counted after the response, so that a burst went to one worker. Here no response ever comes.
    [Fact]
    public async Task A_burst_is_spread_because_load_counts_from_the_pick()
    {
        const int Requests = 64;
        const int Workers = 4;
        await using Bench bench = await Bench.StartAsync(HandoffKind.Sglang, new BenchOptions
        {
            Prefills = Workers,
            Decodes = Workers,
            Policy = "least_requests",
            PrefillTtft = BenchOptions.Never,
        });
        using var leave = new CancellationTokenSource();
        Task<Answer>[] answers = [.. Enumerable.Range(0, Requests).Select(_ => bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: true), leave.Token))];
        await Eventually.HoldsAsync(
            () => bench.Prefills.Sum(prefill => prefill.Snapshot().Active) == Requests && bench.Decodes.Sum(decode => decode.Snapshot().Active) == Requests,
            () => $"{bench.Prefills.Sum(prefill => prefill.Snapshot().Active)} requests at prefill");

        // Two choices by what has been picked so far keep all within a few of the mean; blind ones would not.
        Assert.All((await bench.StateAsync()).Workers, worker => Assert.InRange(worker.Requests, (Requests / Workers) - 4, (Requests / Workers) + 4));
        Assert.All(bench.Prefills, prefill => Assert.InRange(prefill.Snapshot().Active, (Requests / Workers) - 4, (Requests / Workers) + 4));
        await leave.CancelAsync();
        foreach (Task<Answer> answer in answers)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        }

        await bench.AssertAtRestAsync();
    }

    // sglang #9198; smg #1711: probes that waited behind requests called busy workers unhealthy.
    [Fact]
    public async Task A_worker_full_of_requests_is_still_healthy()
    {
        const int Requests = 100;
        await using Bench bench = await Bench.StartAsync(HandoffKind.Sglang, new BenchOptions { ProbeS = 0.5, PrefillTtft = BenchOptions.Never });
        await Eventually.HoldsAsync(
            async () => (await bench.StateAsync()).Workers.All(worker => worker.State == "healthy"), async () => $"{await bench.StateAsync()}");
        using var leave = new CancellationTokenSource();
        Task<Answer>[] answers = [.. Enumerable.Range(0, Requests).Select(_ => bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream: true), leave.Token))];
        await Bench.UntilActiveAsync(bench.Prefill, Requests);
        double before = await ProbesAsync(bench);
        await Eventually.HoldsAsync(async () => await ProbesAsync(bench) >= before + 3, async () => $"{await ProbesAsync(bench)} probes");

        Assert.All((await bench.StateAsync()).Workers, worker => Assert.Equal("healthy", worker.State));
        await leave.CancelAsync();
        foreach (Task<Answer> answer in answers)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        }

        await bench.AssertAtRestAsync();
    }

    // sglang #7551: a router that gave each stream threads or large buffers failed near 32,000 of them.
    [Fact]
    public async Task Two_thousand_streams_are_open_at_one_time_and_nothing_stays_of_them()
    {
        const int Streams = 2_000;
        await using Bench bench = await Bench.StartAsync(HandoffKind.Nixl, new BenchOptions { Itl = BenchOptions.Never });
        var open = new List<IDisposable>();
        foreach (int[] wave in Enumerable.Range(0, Streams).Chunk(100))
        {
            open.AddRange(await Task.WhenAll(wave.Select(_ => bench.Client.PostAndReadAsync(Bodies.ChatPath, Bodies.Chat(stream: true), until: " the"))));
        }

        Assert.Equal(Streams, bench.Decode.Snapshot().Active);
        Assert.Equal(Streams, (await bench.StateAsync()).InFlight);
        open.ForEach(stream => stream.Dispose());
        await bench.AssertAtRestAsync();
        Assert.Equal(Streams, bench.Decode.Snapshot().Aborted);
        bench.Prefill.AssertCompleted(Streams);
    }

    private static async Task<double> ProbesAsync(Bench bench)
    {
        using var client = new Client(bench.Prefill.Url);
        return (await client.GetAsync("/sim/requests")).Body.Split("\"path\":\"/health\"").Length - 1;
    }
}
