using LoadGen.Launching.Supervising;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Supervising;

public class EndingTests
{
    private const int Self = 1;

    private readonly FakeTable _table = new FakeTable().Add(Self, 0).Add(10, Self).Add(11, 10).Add(77, 5);
    private readonly JumpingTime _time = new();

    [Fact]
    public async Task Processes_are_asked_to_end_and_nobody_elses_is_touched()
    {
        Assert.Null(await Ending.EndProcessesAsync(TimeSpan.FromSeconds(15), default));
        Assert.Equal([(10, 15), (11, 15)], _table.Signals);
        Assert.NotNull(_table.Read(77));
    }

    [Fact]
    public async Task What_ignores_SIGTERM_is_asked_once_and_killed_after_the_grace()
    {
        _table.IgnoringTerm.Add(10);
        Assert.Null(await Ending.EndProcessesAsync(TimeSpan.FromSeconds(15), default));
        Assert.Equal((10, 9), _table.Signals[^1]);
        Assert.Single(_table.Signals, signal => signal == (10, 15));
        Assert.True(_time.GetElapsedTime(0) >= TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task At_once_means_no_grace()
    {
        Assert.Null(await Ending.EndProcessesAsync(TimeSpan.FromSeconds(15), new CancellationToken(canceled: true)));
        Assert.All(_table.Signals, signal => Assert.Equal(9, signal.Signal));
    }

    [Fact]
    public async Task Teardown_commands_run_one_by_one_and_a_failure_is_told()
    {
        Assert.Equal("'false x': exit code 1", await Ending.RunAsync([["docker", "rm", "a"], ["false", "x"], ["scancel", "7"]], "log"));
        Assert.Equal(["docker rm a", "false x", "scancel 7"], _table.Started);
        Assert.Null(await Ending.RunAsync([["true"]], "log"));
    }

    private Ending Ending => new(_table, _table, Self, _time);
}
