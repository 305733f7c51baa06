using LoadGen.Conformance.Support;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Conformance.Evidence;

/// <summary>
/// Clients that go at any moment, among others that stay: vllm #46283, #50425, #29906, #41269. When each of them goes depends on the
/// machine; what has to hold does not.
/// </summary>
public class AbandonedRequestsTests
{
    private const int Requests = 300;
    private const int AtOnce = 12;
    private const int Seed = 41269;

    [Theory]
    [InlineData(HandoffKind.Sglang)]
    [InlineData(HandoffKind.Nixl)]
    [InlineData(HandoffKind.MoriioRead)]
    public async Task Whenever_clients_go_the_others_are_served_and_no_cache_stays(HandoffKind kind)
    {
        await using Bench bench = await Bench.StartAsync(kind, new BenchOptions
        {
            Prefills = 2,
            Decodes = 2,
            PrefillTtft = TimeSpan.FromMilliseconds(4),
            Itl = TimeSpan.FromMilliseconds(1),
            FinishesPrefill = true,
            FailuresToOpen = 3,
            AbortHoldS = 10,
        });
        string body = Bodies.Chat(stream: true, tokens: 12);
        Answer aggregated = await Bodies.AggregatedAsync(Bodies.ChatPath, body);
        var random = new Random(Seed);
        int served = 0;
        foreach (TimeSpan?[] wave in Enumerable.Range(0, Requests).Select(_ => PatienceOf(random)).Chunk(AtOnce))
        {
            foreach (Answer? answer in await Task.WhenAll(wave.Select(patience => PostAsync(bench, body, patience))))
            {
                answer?.AssertIs(aggregated);
                served += answer is null ? 0 : 1;
            }
        }

        await bench.AssertAtRestAsync();
        Assert.InRange(served, Requests / 2, Requests);
        Assert.All((await bench.StateAsync()).Workers, worker => Assert.Equal("closed", worker.Breaker));
        Assert.Equal(0, bench.Decodes.Sum(decode => decode.Kv!.UnsafeAborts));
    }

    // Every third goes within the time that an answer takes.
    private static TimeSpan? PatienceOf(Random random) => random.Next(3) == 0 ? TimeSpan.FromMilliseconds(random.NextDouble() * 20) : null;

    private static async Task<Answer?> PostAsync(Bench bench, string body, TimeSpan? patience)
    {
        using var leave = new CancellationTokenSource();
        if (patience is { } time)
        {
            leave.CancelAfter(time);
        }

        try
        {
            return await bench.Client.PostAsync(Bodies.ChatPath, body, leave.Token);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return null;
        }
    }
}
