using System.Text.Json;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Running;

public sealed class SweepRunnerTests
{
    [Fact]
    public async Task One_engine_start_serves_all_points_of_a_configuration()
    {
        using var rig = new SweepRig();
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(2, 1, 2));
        Assert.True(outcome.IsComplete);
        Assert.Equal((4, 0, 0), (outcome.Done, outcome.Kept, outcome.Invalid));
        Assert.Equal(["e1-none-tp1", "e2-none-tp1"], rig.Engines.Starts.Select(start => start.Configuration));
        Assert.Equal(["e1-none-tp1-100x10-c1", "e1-none-tp1-100x10-c2", "e2-none-tp1-100x10-c1", "e2-none-tp1-100x10-c2"], rig.Points);
        Assert.Empty(rig.Attempts);
        Assert.Empty(rig.Engines.Running);
        Assert.Equal(1, rig.Engines.RunningMax);
    }

    [Fact]
    public async Task A_point_has_what_it_was_of_and_its_aggregated_row()
    {
        using var rig = new SweepRig();
        await rig.RunAsync(Sweep.Of(1, 4));
        const string id = "e1-none-tp1-100x10-c4";
        JsonElement point = JsonDocument.Parse(File.ReadAllText(rig.Point(id, "point.json"))).RootElement;
        Assert.Equal("loadgen.point", point.GetProperty("schema").GetString());
        Assert.Equal("small", point.GetProperty("sweep").GetString());
        Assert.Equal("../../launches/e1-none-tp1-1", point.GetProperty("launch").GetString());
        Assert.True(point.GetProperty("simulated").GetBoolean());
        Assert.Equal(4, point.GetProperty("identity").GetProperty("concurrency").GetInt32());
        string[] words = [.. point.GetProperty("command").EnumerateArray().Select(word => word.GetString()!)];
        Assert.Equal(["loadgen", "bench"], words.Take(2));
        Assert.Equal("http://127.0.0.1:8000", FakeBench.After(words, "--url"));
        JsonElement row = JsonDocument.Parse(File.ReadAllText(rig.Point(id, $"agg_{id}.json"))).RootElement;
        Assert.Equal(800, row.GetProperty("tput_per_gpu").GetDouble());
    }

    [Fact]
    public async Task Resumed_finished_points_are_kept_and_the_others_measured()
    {
        using var rig = new SweepRig();
        rig.Bench.OnRun = (conc, _) => Task.FromResult(conc == 2 ? 1 : 0);
        SweepOutcome first = await rig.RunAsync(Sweep.Of(1, 1, 2, 3));
        Assert.Equal((1, 1, 1), (first.Done, first.Failed, first.NotBegun));
        rig.Bench.OnRun = (_, _) => Task.FromResult(0);
        SweepOutcome second = await rig.RunAsync(Sweep.Of(1, 1, 2, 3), isResumed: true);
        Assert.Equal((2, 1, 0), (second.Done, second.Kept, second.Failed));
        Assert.Equal([1, 2, 2, 3], rig.Bench.Concurrencies);
        Assert.Equal(["e1-none-tp1-100x10-c2-1"], rig.Attempts);
        Assert.Equal(["e1-none-tp1-1", "e1-none-tp1-2"], rig.Engines.Starts.Select(start => Path.GetFileName(start.Place.Folder)));
    }

    [Fact]
    public async Task Resumed_and_complete_nothing_is_started()
    {
        using var rig = new SweepRig();
        await rig.RunAsync(Sweep.Of(1, 1));
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(1, 1), isResumed: true);
        Assert.True(outcome.IsComplete);
        Assert.Equal((0, 1), (outcome.Done, outcome.Kept));
        Assert.Single(rig.Engines.Starts);
        Assert.Equal("e1-none-tp1-1", Path.GetFileName(Assert.Single(rig.Engines.CleanedUp)));
    }

    [Fact]
    public async Task A_point_that_was_measured_with_another_plan_is_measured_again_and_the_old_one_kept_aside()
    {
        using var rig = new SweepRig();
        await rig.RunAsync(Sweep.Plan(Sweep.Small));
        SweepOutcome outcome = await rig.RunAsync(Sweep.Plan($"{Sweep.Small}\n    load: {{ seed: 1 }}\n"), isResumed: true);
        Assert.Equal((1, 0), (outcome.Done, outcome.Kept));
        Assert.Equal(["toy-bf16-toy-none-tp2-100x10-c4"], rig.Points);
        Assert.Equal(["toy-bf16-toy-none-tp2-100x10-c4-changed-1"], rig.Attempts);
        Assert.Contains(rig.Watched.Lines, line => line.StartsWith("note toy-bf16-toy-none-tp2-100x10-c4 was measured with another plan", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_attempt_that_only_lacked_its_name_is_taken_as_it_is()
    {
        using var rig = new SweepRig();
        await rig.RunAsync(Sweep.Of(1, 1));

        // Killed between the two steps of the commit.
        Directory.Move(Path.Combine(rig.Folder, "points", "e1-none-tp1-100x10-c1"), Path.Combine(rig.Folder, "attempts", "e1-none-tp1-100x10-c1-1"));
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(1, 1), isResumed: true);
        Assert.Equal((0, 1), (outcome.Done, outcome.Kept));
        Assert.Equal(["e1-none-tp1-100x10-c1"], rig.Points);
        Assert.Single(rig.Bench.Runs);
    }

    [Fact]
    public async Task What_killed_runs_left_is_ended_before_anything_starts()
    {
        using var rig = new SweepRig();
        await rig.RunAsync(Sweep.Of(1, 1));
        await rig.RunAsync(Sweep.Of(1, 1, 2), isResumed: true);
        Assert.Equal("e1-none-tp1-1", Path.GetFileName(Assert.Single(rig.Engines.CleanedUp)));
    }

    [Fact]
    public async Task A_failure_ends_the_sweep()
    {
        using var rig = new SweepRig();
        rig.Bench.OnRun = (_, _) => Task.FromResult(1);
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(2, 1, 2));
        Assert.Equal((0, 1, 3), (outcome.Done, outcome.Failed, outcome.NotBegun));
        Assert.False(outcome.OnlyEnginesFailed);
        Assert.Single(rig.Engines.Starts);
        Assert.Empty(rig.Engines.Running);
        Assert.Contains(rig.Watched.Lines, line => line.StartsWith("failed e1-none-tp1-100x10-c1: loadgen bench ended with 1: ended with 1; all of it is in ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Or_not_where_it_is_to_keep_going()
    {
        using var rig = new SweepRig();
        rig.Bench.OnRun = (conc, _) => Task.FromResult(conc == 1 ? 1 : 0);
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(2, 1, 2), options: new SweepOptions { KeepGoing = true });
        Assert.Equal((2, 2, 0), (outcome.Done, outcome.Failed, outcome.NotBegun));
    }

    [Fact]
    public async Task A_point_whose_client_could_not_keep_up_is_done_and_counted_and_measured_again_when_resumed()
    {
        using var rig = new SweepRig();
        rig.Bench.OnRun = (_, _) => Task.FromResult(4);
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(1, 1));
        Assert.True(outcome.IsComplete);
        Assert.Equal((1, 1), (outcome.Done, outcome.Invalid));
        rig.Bench.OnRun = (_, _) => Task.FromResult(0);
        outcome = await rig.RunAsync(Sweep.Of(1, 1), isResumed: true);
        Assert.Equal((1, 0, 0), (outcome.Done, outcome.Kept, outcome.Invalid));
        Assert.Equal(["e1-none-tp1-100x10-c1-invalid-1"], rig.Attempts);
        Assert.Contains(rig.Watched.Lines, line => line.StartsWith("note e1-none-tp1-100x10-c1 was measured and is not valid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unless_the_file_takes_it_as_it_is()
    {
        using var rig = new SweepRig();
        SweepPlan plan = Sweep.Plan($"{Sweep.Small}\n    load: {{ allow_invalid: true }}\n");
        rig.Bench.OnRun = (_, _) => Task.FromResult(4);
        await rig.RunAsync(plan);
        SweepOutcome outcome = await rig.RunAsync(plan, isResumed: true);
        Assert.Equal((0, 1), (outcome.Done, outcome.Kept));
        Assert.Empty(rig.Attempts);
    }

    [Fact]
    public async Task An_engine_that_dies_is_started_once_more_for_what_is_left()
    {
        using var rig = new SweepRig();
        rig.Bench.OnRun = async (conc, stop) =>
        {
            if (conc != 2 || rig.Engines.Starts.Count > 1)
            {
                return 0;
            }

            rig.Engines.Last.Die("out of memory");
            return await FakeBench.UntilStoppedAsync(stop);
        };
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(1, 1, 2, 3));
        Assert.True(outcome.IsComplete);
        Assert.Equal([1, 2, 2, 3], rig.Bench.Concurrencies);
        Assert.Equal(2, rig.Engines.Starts.Count);
        Assert.Equal(["e1-none-tp1-100x10-c2-1"], rig.Attempts);
        Assert.Contains("engine failed e1-none-tp1: out of memory", rig.Watched.Lines);
    }

    [Fact]
    public async Task An_engine_that_dies_each_time_is_given_up()
    {
        using var rig = new SweepRig();
        rig.Bench.OnRun = (_, stop) =>
        {
            rig.Engines.Last.Die("out of memory");
            return FakeBench.UntilStoppedAsync(stop);
        };
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(1, 1, 2));
        Assert.Equal((0, 2), (outcome.Done, outcome.Failed));
        Assert.Equal(2, rig.Engines.Starts.Count);
        Assert.Contains(rig.Watched.Lines, line => line.Contains("was started 2 times (limits.engine_starts_max) and died each time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_measurement_that_fails_because_its_engine_died_is_not_the_points_fault()
    {
        using var rig = new SweepRig();
        rig.Bench.OnRun = (_, _) =>
        {
            if (rig.Engines.Starts.Count == 1)
            {
                rig.Engines.Last.Die("gone");
                return Task.FromResult(1);
            }

            return Task.FromResult(0);
        };
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(1, 1));
        Assert.True(outcome.IsComplete);
        Assert.Equal(2, rig.Engines.Starts.Count);
    }

    [Fact]
    public async Task An_engine_that_never_serves_fails_its_points_and_is_not_tried_again()
    {
        using var rig = new SweepRig();
        rig.Engines.OnStart = (id, _) => id.StartsWith("e1", StringComparison.Ordinal) ? throw new EngineException("no such image") : Task.CompletedTask;
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(2, 1, 2), options: new SweepOptions { KeepGoing = true });
        Assert.Equal((2, 2), (outcome.Done, outcome.Failed));
        Assert.True(outcome.OnlyEnginesFailed);
        Assert.Equal(2, rig.Engines.Starts.Count);
        Assert.Contains("engine failed e1-none-tp1: no such image", rig.Watched.Lines);
    }

    [Fact]
    public async Task A_point_that_takes_too_long_is_ended()
    {
        using var rig = new SweepRig();
        rig.Bench.OnRun = (_, stop) =>
        {
            rig.Time.AdvanceSeconds(3_601);
            return FakeBench.UntilStoppedAsync(stop);
        };
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(1, 1));
        Assert.Equal(1, outcome.Failed);
        Assert.Contains(rig.Watched.Lines, line => line.Contains("not over within 3600 s (limits.point_s)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task So_is_a_start()
    {
        using var rig = new SweepRig();
        rig.Engines.OnStart = async (_, stop) =>
        {
            rig.Time.AdvanceSeconds(7_201);
            await FakeBench.UntilStoppedAsync(stop);
            stop.ThrowIfCancellationRequested();
        };
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(1, 1));
        Assert.Equal(1, outcome.Failed);
        Assert.Contains("engine failed e1-none-tp1: the engine did not serve within 7200 s (limits.start_s)", rig.Watched.Lines);
    }

    [Fact]
    public async Task Interrupted_what_is_done_stays_and_the_point_under_way_is_an_attempt()
    {
        using var rig = new SweepRig();
        using var stop = new CancellationTokenSource();
        rig.Bench.OnRun = (conc, token) =>
        {
            if (conc == 1)
            {
                return Task.FromResult(0);
            }

            stop.Cancel();
            return FakeBench.UntilStoppedAsync(token);
        };
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(2, 1, 2, 3), stop: stop.Token);
        Assert.True(outcome.WasInterrupted);
        Assert.Equal((1, 0, 5), (outcome.Done, outcome.Failed, outcome.NotBegun));
        Assert.Equal(["e1-none-tp1-100x10-c1"], rig.Points);
        Assert.Equal(["e1-none-tp1-100x10-c2-1"], rig.Attempts);
        Assert.Empty(rig.Engines.Running);
        Assert.Contains("\"event\":\"run_ended\"", rig.Journal[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_ended_is_said_and_no_success()
    {
        using var rig = new SweepRig();
        rig.Engines.Left = ["engine-0 (pid 7) lives"];
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(1, 1));
        Assert.Equal((1, true, false), (outcome.Done, outcome.LeftSomething, outcome.IsComplete));
        Assert.Contains("note e1-none-tp1: engine-0 (pid 7) lives", rig.Watched.Lines);
    }

    [Fact]
    public async Task Independent_engines_run_at_once()
    {
        using var rig = new SweepRig();
        var both = new TaskCompletionSource();
        rig.Bench.OnRun = async (_, stop) =>
        {
            if (rig.Bench.Runs.Count == 2)
            {
                both.SetResult();
            }

            await both.Task.WaitAsync(TimeSpan.FromSeconds(30), stop);
            return 0;
        };
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(2, 1), options: new SweepOptions { Jobs = 2 });
        Assert.True(outcome.IsComplete);
        Assert.Equal([0, 1_000], rig.Engines.Starts.Select(start => start.Place.PortOffset).Order());
    }

    [Fact]
    public async Task A_selection_leaves_the_plan_of_the_folder_whole()
    {
        using var rig = new SweepRig();
        SweepPlan plan = Sweep.Of(2, 1, 2);
        SweepOutcome outcome = await rig.RunAsync(plan, selected: SweepSelection.Only(plan, ["e2*c1"]));
        Assert.True(outcome.IsComplete);
        Assert.Equal(["e2-none-tp1-100x10-c1"], rig.Points);
        Assert.Equal(4, JsonDocument.Parse(File.ReadAllText(Path.Combine(rig.Folder, "sweep.json"))).RootElement.GetProperty("points").GetArrayLength());
    }

    [Fact]
    public async Task The_journal_tells_all_of_it()
    {
        using var rig = new SweepRig();
        await rig.RunAsync(Sweep.Of(1, 1));
        Assert.Equal(
            ["run_started", "launch_started", "launch_ready", "point_started", "point_done", "launch_ended", "run_ended"],
            rig.Journal.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!));
    }
}
