using LoadGen.Launching.Life;
using LoadGen.Launching.Supervising;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Life;

public class OwnedProcessesTests
{
    private readonly FakeTable _table = new FakeTable().Add(10, 1).Add(11, 10).Add(20, 1).Add(30, 1, start: 999).Add(31, 30);

    [Fact]
    public async Task The_known_their_descendants_and_the_marked_are_ended_and_nothing_else()
    {
        _table.Marks[20] = "0badcafe/engine-0";
        // Pid 30 was the engine's once: now it is somebody's.
        ProcessIdentity[] known = [new(10, 100), new(30, 100)];
        Assert.Empty(await Owned.EndAsync(known, "0badcafe/engine-0", TimeSpan.FromSeconds(15)));
        Assert.Equal([10, 11, 20], _table.Signals.Select(signal => signal.Pid).Order());
        Assert.NotNull(_table.Read(30));
        Assert.NotNull(_table.Read(31));
    }

    [Fact]
    public async Task One_that_ignores_SIGTERM_is_killed_though_its_parent_is_gone()
    {
        _table.IgnoringTerm.Add(11);
        Assert.Empty(await Owned.EndAsync([new(10, 100)], "x/y", TimeSpan.FromSeconds(15)));
        Assert.Equal([(10, 15), (11, 15), (11, 9)], _table.Signals);
    }

    private OwnedProcesses Owned => new(_table, new JumpingTime());
}
