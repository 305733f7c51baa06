using LoadGen.Launching.Executors;
using LoadGen.Launching.Life;
using LoadGen.Launching.Programs;
using LoadGen.Launching.Supervising;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Life;

public sealed class UnitTraceTests : IDisposable
{
    private static readonly StartedTrace s_step = new(null, "7.3", ["scancel", "--quiet", "7.3"]);

    private readonly LaunchFixture _fixture = new();
    private readonly JumpingTime _time = new();

    [Fact]
    public async Task It_is_asked_for_until_it_shows_and_then_the_units()
    {
        LaunchUnit unit = await FindAsync(new ScriptedExecutor(search => search < 3 ? null : s_step));
        Assert.Equal(s_step.Teardown, Assert.Single(unit.Teardown));
        Assert.Equal("7.3", unit.ToManifest(SecretMask.Of(SamplePlans.Plan(SamplePlans.Worker()))).JobStep);
        Assert.Empty(_fixture.Said);
    }

    [Fact]
    public async Task A_scheduler_that_does_not_answer_is_asked_again_every_5_s_and_complained_of_once()
    {
        var executor = new ScriptedExecutor(search => search < 5 ? throw new ProgramException("squeue did not answer within 60 s") : s_step);
        LaunchUnit unit = await FindAsync(executor);
        Assert.Equal(5, executor.Searches);
        Assert.Equal("engine-0: not every process of it can be watched yet: squeue did not answer within 60 s", Assert.Single(_fixture.Said));
        Assert.Single(unit.Teardown);
        // A tick of the shorter period may have been under way.
        Assert.True(_time.GetElapsedTime(0) >= 3 * TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Where_there_is_nothing_more_to_know_it_is_asked_for_once()
    {
        var executor = new ScriptedExecutor(_ => StartedTrace.Nothing);
        Assert.Empty((await FindAsync(executor)).Teardown);
        Assert.Equal(1, executor.Searches);
    }

    [Fact]
    public async Task Until_the_process_has_started_nothing_is_asked_and_the_launchs_end_ends_it()
    {
        var executor = new ScriptedExecutor(_ => s_step);
        using var stop = new CancellationTokenSource();
        Task finding = new UnitTrace(executor, _fixture.Services with { Time = _time }).FindAsync(Unit(), stop.Token);
        await stop.CancelAsync();
        await finding.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(0, executor.Searches);
    }

    public void Dispose() => _fixture.Dispose();

    private static LaunchUnit Unit() => new(ScriptedExecutor.Placed(SamplePlans.Worker()), SamplePlans.Run, SecretMask.Of(SamplePlans.Plan(SamplePlans.Worker())));

    private async Task<LaunchUnit> FindAsync(ScriptedExecutor executor)
    {
        LaunchUnit unit = Unit();
        unit.Hear(new SupervisorEvent { Event = SupervisorEvent.Started, Pid = 4_000_001, StartTicks = 100 });
        await new UnitTrace(executor, _fixture.Services with { Time = _time }).FindAsync(unit, CancellationToken.None)
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        return unit;
    }
}
