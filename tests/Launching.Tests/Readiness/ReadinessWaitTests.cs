using LoadGen.Launching.Plans;
using LoadGen.Launching.Readiness;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Readiness;

public class ReadinessWaitTests
{
    private static readonly ServiceTarget s_target = new("engine-0", new Uri("http://127.0.0.1:8000"), "m", new ReadinessPlan(), "/runs/a/engine-0.log");

    private readonly List<string> _said = [];

    [Fact]
    public async Task Stages_are_passed_one_after_the_other_each_asked_until_it_is()
    {
        var probe = new FakeProbe((stage, count) => stage == ReadinessStage.Health && count < 3 ? new ProbeProblem("GET /health answered 503") : null);
        await Wait(probe).RunAsync(s_target, default);
        Assert.Equal(
            [ReadinessStage.Port, ReadinessStage.Health, ReadinessStage.Health, ReadinessStage.Health, ReadinessStage.Model, ReadinessStage.Canary], probe.Stages);
        Assert.Equal(4, _said.Count);
        Assert.StartsWith("engine-0: its port is open after ", _said[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReadinessStage.Port, "engine-0 did not open its port within 10 s at 127.0.0.1:8000: why")]
    [InlineData(ReadinessStage.Health, "engine-0 did not become healthy within 20 s at 127.0.0.1:8000: why")]
    [InlineData(ReadinessStage.Model, "engine-0 did not list the model within 30 s at 127.0.0.1:8000: why")]
    [InlineData(ReadinessStage.Canary, "engine-0 did not generate within 40 s at 127.0.0.1:8000: why")]
    public async Task Each_stage_has_its_own_limit(ReadinessStage failing, string message)
    {
        var plan = new ReadinessPlan
        {
            PortLimit = TimeSpan.FromSeconds(10),
            HealthLimit = TimeSpan.FromSeconds(20),
            ModelLimit = TimeSpan.FromSeconds(30),
            CanaryLimit = TimeSpan.FromSeconds(40),
        };
        var probe = new FakeProbe((stage, _) => stage == failing ? new ProbeProblem("why") : null);
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => Wait(probe).RunAsync(s_target with { Plan = plan }, default));
        Assert.Equal((LaunchError.NotReady, message), (e.Error, e.Message));
    }

    [Fact]
    public async Task An_answer_that_will_not_change_is_not_waited_for()
    {
        var probe = new FakeProbe((stage, _) => stage == ReadinessStage.Model ? new ProbeProblem("lists other", IsFinal: true) : null);
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => Wait(probe).RunAsync(s_target, default));
        Assert.Equal("engine-0 did not list the model at 127.0.0.1:8000: lists other", e.Message);
    }

    [Fact]
    public async Task Stages_without_a_path_are_left_out()
    {
        var probe = new FakeProbe((_, _) => null);
        await Wait(probe).RunAsync(s_target with { Plan = new ReadinessPlan { ModelsPath = "", CanaryPath = "" } }, default);
        Assert.Equal([ReadinessStage.Port, ReadinessStage.Health], probe.Stages);
    }

    [Fact]
    public async Task A_death_elsewhere_ends_the_wait()
    {
        using var death = new CancellationTokenSource();
        var probe = new FakeProbe((_, count) =>
        {
            if (count == 3)
            {
                death.Cancel();
            }

            return new ProbeProblem("refused");
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait(probe).RunAsync(s_target, death.Token));
    }

    [Fact]
    public async Task Health_that_is_lost_for_a_minute_is_reported_and_silence_under_load_is_not()
    {
        // Five misses, then well again; silence ever so often; then six misses.
        var probe = new FakeProbe((_, count) => count switch
        {
            <= 5 => new ProbeProblem("GET /health answered 503"),
            6 => null,
            <= 40 => new ProbeProblem("silent", IsSilence: true),
            _ => new ProbeProblem("Connection refused"),
        });
        string problem = await new HealthWatch(probe, new JumpingTime()).RunAsync(s_target, default);
        Assert.Equal("engine-0 is no longer healthy: Connection refused, 6 times in 50 s", problem);
        Assert.Equal(46, probe.Stages.Count);
    }

    private ReadinessWait Wait(IServiceProbe probe) => new(probe, new JumpingTime(), _said.Add);
}
