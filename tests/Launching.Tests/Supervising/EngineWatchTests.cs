using LoadGen.Launching.Supervising;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Supervising;

public class EngineWatchTests
{
    private const int Self = 1;

    private readonly FakeTable _table = new FakeTable().Add(Self, 0).Add(10, Self).Add(11, 10).Add(12, 11);
    private readonly StillTime _time = new();

    [Fact]
    public void All_that_comes_of_the_engine_is_seen_once()
    {
        EngineWatch watch = Watch();
        Assert.Equal([11, 12], watch.Scan().Select(process => process.Identity.Pid));
        Assert.Empty(watch.Scan());
        _table.Add(13, 12);
        Assert.Equal(13, Assert.Single(watch.Scan()).Identity.Pid);
        Assert.Equal("command of 13", watch.Living.Single(process => process.Identity.Pid == 13).Command);
    }

    [Fact]
    public void The_engines_own_end_is_told_with_its_status()
    {
        EngineWatch watch = Watch();
        watch.Scan();
        _table.End(10, 3 << 8);
        ProcessDeath death = Assert.Single(watch.TakeDeaths());
        Assert.True(death is { IsFailure: true, Process.IsRoot: true, Status.Code: 3 });
        Assert.Empty(watch.TakeDeaths());
    }

    [Fact]
    public void A_scheduler_that_its_parent_reaps_is_missed_all_the_same()
    {
        EngineWatch watch = Watch();
        watch.MarkReady();
        _time.Advance(TimeSpan.FromMinutes(1));
        _table.Remove(12);
        ProcessDeath death = Assert.Single(watch.TakeDeaths());
        Assert.True(death is { IsFailure: true, Status: null, Process.Identity.Pid: 12 });
    }

    [Fact]
    public void A_zombie_tells_how_it_ended()
    {
        EngineWatch watch = Watch();
        watch.MarkReady();
        _table.Add(12, 11, state: 'Z', exit: 0);
        ProcessDeath death = Assert.Single(watch.TakeDeaths());
        Assert.True(death is { IsFailure: false, Status.Code: 0 });
    }

    [Fact]
    public void A_pid_that_became_anothers_counts_as_gone()
    {
        EngineWatch watch = Watch();
        watch.MarkReady();
        _time.Advance(TimeSpan.FromMinutes(1));
        _table.Add(12, 11, start: 200);
        Assert.True(Assert.Single(watch.TakeDeaths()) is { IsFailure: true, Process.Identity: { Pid: 12, StartTicks: 100 } });
        Assert.Equal(200, Assert.Single(watch.Scan()).Identity.StartTicks);
    }

    [Fact]
    public void A_containers_processes_are_watched_and_not_owned()
    {
        EngineWatch watch = Watch();
        _table.Add(500, 400).Add(501, 500);
        watch.AddForeign(new ProcessIdentity(500, 100));
        Assert.Equal([500, 501], watch.Scan().Where(process => !process.IsOwned).Select(process => process.Identity.Pid));
        watch.MarkReady();
        _time.Advance(TimeSpan.FromMinutes(1));
        _table.Remove(501);
        Assert.True(Assert.Single(watch.TakeDeaths()).IsFailure);
    }

    [Fact]
    public void A_process_that_came_by_the_pid_of_a_containers_is_not_watched()
    {
        EngineWatch watch = Watch();
        _table.Add(500, 400, start: 200).Add(501, 500);
        watch.AddForeign(new ProcessIdentity(500, 100));
        Assert.DoesNotContain(watch.Scan(), process => !process.IsOwned);
    }

    [Fact]
    public void Having_held_a_gpu_is_remembered()
    {
        EngineWatch watch = Watch();
        _table.OnGpu.Add(12);
        watch.Scan();
        _time.Advance(TimeSpan.FromSeconds(1));
        watch.Scan();
        _table.OnGpu.Clear();
        watch.MarkReady();
        Assert.True(EndWell(watch));
    }

    [Fact]
    public void A_gpu_seen_once_is_not_held()
    {
        EngineWatch watch = Watch();
        _table.OnGpu.Add(12);
        watch.Scan();
        // Readiness looks again at once: that is no second look.
        watch.MarkReady();
        _table.OnGpu.Clear();
        _time.Advance(TimeSpan.FromSeconds(1));
        watch.Scan();
        _table.OnGpu.Add(12);
        watch.Scan();
        Assert.False(EndWell(watch));
    }

    [Fact]
    public void A_gpu_that_was_open_until_exec_was_the_parents()
    {
        EngineWatch watch = Watch();
        _table.OnGpu.Add(12);
        _table.Commands[12] = "python3 engine";
        watch.MarkReady();
        _time.Advance(TimeSpan.FromSeconds(1));
        _table.Commands[12] = "date";
        watch.Scan();
        Assert.False(EndWell(watch));
    }

    [Fact]
    public void A_query_that_runs_for_long_while_the_engine_comes_to_serve_may_end()
    {
        EngineWatch watch = Watch();
        _table.OnGpu.Add(12);
        _table.Commands[12] = "/usr/bin/nvidia-smi -q";
        watch.Scan();
        _time.Advance(TimeSpan.FromSeconds(2));
        watch.MarkReady();
        _time.Advance(TimeSpan.FromSeconds(9));
        _table.Remove(12);
        Assert.False(Assert.Single(watch.TakeDeaths()).IsFailure);
    }

    // Old enough to be a part of the engine, and with exit code 0: a failure only for one that has worked on a GPU.
    private bool EndWell(EngineWatch watch)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        _table.Add(12, 11, state: 'Z', exit: 0);
        return Assert.Single(watch.TakeDeaths()).IsFailure;
    }

    private EngineWatch Watch()
    {
        var watch = new EngineWatch(_table, _table, Self, _time);
        watch.AddRoot(10, "engine");
        return watch;
    }
}
