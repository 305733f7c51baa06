using LoadGen.Launching.Supervising;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Supervising;

public class EndingWithoutLogTests
{
    private readonly FakeTable _table = new FakeTable().Add(1, 0);

    [Fact]
    public async Task Teardown_runs_though_its_log_cannot_be_opened()
    {
        var ending = new Ending(_table, new OneLog(_table, "/dev/null"), 1, new JumpingTime());
        Assert.Null(await ending.RunAsync([["docker", "rm", "a"], ["scancel", "7"]], "/gone/engine-0.log"));
        Assert.Equal(["docker rm a", "scancel 7"], _table.Started);
    }

    [Fact]
    public async Task A_command_that_starts_in_no_way_is_told()
    {
        var ending = new Ending(_table, new OneLog(_table, "nowhere"), 1, new JumpingTime());
        Assert.Equal("'docker rm a': cannot write to /dev/null", await ending.RunAsync([["docker", "rm", "a"]], "/gone/engine-0.log"));
        Assert.Empty(_table.Started);
    }

    private sealed class OneLog(FakeTable table, string usable) : IChildren
    {
        public int Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, string? folder, string log) =>
            log == usable ? table.Start(words, environment, folder, log) : throw new SupervisorException($"cannot write to {log}");

        public (int Pid, ExitStatus Status)? Reap() => table.Reap();
    }
}
