using LoadGen.Launching.Executors;
using LoadGen.Launching.Life;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Life;

public sealed class GpuReleaseTests : IDisposable
{
    private readonly LaunchFixture _fixture = new();

    [Fact]
    public async Task It_waits_until_the_plans_GPUs_are_free_whatever_others_hold()
    {
        // The plan has GPUs 0 and 1.
        var gpus = new ScriptedGpus([90_000, 50_000, 80_000], [0, 10_001, 80_000], [0, 10_000, 80_000]);
        await WaitAsync(gpus);
        Assert.Equal(3, gpus.Readings);
        Assert.Empty(_fixture.Said);
    }

    [Fact]
    public async Task Past_its_limit_it_names_the_GPU_that_is_still_full()
    {
        var gpus = new ScriptedGpus([0, 40_000]);
        await WaitAsync(gpus);
        Assert.Equal("sglang/test has ended, and after 60 s the memory of GPU 1 (40000 MB) is still in use: look who holds it before the next start", Assert.Single(_fixture.Said));
        Assert.True(gpus.Readings > 1);
    }

    [Fact]
    public async Task A_tool_that_fails_is_told_and_ends_the_wait()
    {
        await WaitAsync(new ScriptedGpus([90_000, 90_000], null));
        Assert.Equal("whether the GPUs are free again cannot be told: nvidia-smi failed", Assert.Single(_fixture.Said));
    }

    [Fact]
    public async Task In_a_hurry_it_looks_once_and_on_other_nodes_not_at_all()
    {
        var gpus = new ScriptedGpus([90_000, 90_000]);
        await WaitAsync(gpus, atOnce: new CancellationToken(canceled: true));
        Assert.Equal(1, gpus.Readings);
        await WaitAsync(gpus, ExecutorKind.Slurm);
        Assert.Equal(1, gpus.Readings);
        Assert.Empty(_fixture.Said);
    }

    public void Dispose() => _fixture.Dispose();

    private Task WaitAsync(ScriptedGpus gpus, ExecutorKind kind = ExecutorKind.Docker, CancellationToken atOnce = default) =>
        new GpuRelease(_fixture.Services with { Gpus = gpus }, SamplePlans.Plan(SamplePlans.Worker()), _fixture.Options, kind)
            .WaitAsync(atOnce).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
}
