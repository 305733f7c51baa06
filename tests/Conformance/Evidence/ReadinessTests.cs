using LoadGen.Conformance.Support;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Conformance.Evidence;

/// <summary>sglang #33740: readiness passed while no pair worked. Workers that answer their probes are not yet a pair.</summary>
public class ReadinessTests
{
    [Fact]
    public async Task The_router_is_ready_only_when_a_pair_has_completed_a_generation()
    {
        await using Bench bench = await Bench.StartAsync(HandoffKind.Sglang, new BenchOptions { Canary = true, ProbeS = 1, DecodeFault = "status:500" });
        await Eventually.HoldsAsync(
            async () => (await bench.StateAsync()).Workers.All(worker => worker.State == "healthy") && bench.Decode.Snapshot().Requests > 0,
            async () => $"{await bench.StateAsync()}");
        Assert.Equal(503, await bench.Client.GetStatusAsync("/ready"));
        Assert.Equal(200, await bench.Client.GetStatusAsync("/health"));

        await Bench.SetFaultsAsync(bench.Decode);
        await Eventually.HoldsAsync(
            async () => await bench.Client.GetStatusAsync("/ready") == 200, () => Task.FromResult("not ready, though the pair works"));
        Assert.NotEqual(0, bench.Decode.Snapshot().Completed);
        await bench.AssertAtRestAsync();
    }
}
