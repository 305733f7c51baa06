using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Running;

/// <summary>Nothing can be written, or something else goes wrong that no point is to blame for.</summary>
public sealed class BrokenDiskTests
{
    // Every write to it fails as on a full disk.
    private const string FullDevice = "/dev/full";

    [Fact]
    public async Task A_journal_that_cannot_be_written_costs_its_lines_and_no_point()
    {
        using var rig = new SweepRig();
        SweepPlan plan = Sweep.Of(2, 1, 2);
        SweepFolder.Open(rig.Folder, plan, Sweep.Tool, isResumed: false, rig.Time).Dispose();
        string journal = Path.Combine(rig.Folder, Journal.FileName);
        File.Delete(journal);
        File.CreateSymbolicLink(journal, FullDevice);
        SweepOutcome outcome = await rig.RunAsync(plan, isResumed: true);
        Assert.True(outcome.IsComplete);
        Assert.Equal((4, 4), (outcome.Done, rig.Points.Count()));
        Assert.Single(rig.Watched.Lines, line => line.StartsWith("note journal.jsonl: cannot be written (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_point_whose_files_cannot_be_written_has_failed_and_its_engine_is_ended()
    {
        using var rig = new SweepRig();
        rig.Bench.OnRun = (conc, _) => conc == 1 ? throw new IOException("No space left on device") : Task.FromResult(0);
        SweepOutcome outcome = await rig.RunAsync(Sweep.Of(1, 1, 2), options: new SweepOptions { KeepGoing = true });
        Assert.Equal((1, 1), (outcome.Done, outcome.Failed));
        Assert.Contains("failed e1-none-tp1-100x10-c1: it cannot be measured: No space left on device", rig.Watched.Lines);
        Assert.Empty(rig.Engines.Running);
    }

    [Fact]
    public async Task An_error_gets_out_when_every_other_engine_is_ended()
    {
        using var rig = new SweepRig();
        var second = new TaskCompletionSource();
        rig.Bench.OnRun = async (conc, stop) =>
        {
            if (conc == 1)
            {
                await second.Task.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
                throw new SweepException("'loadgen bench' cannot be started");
            }

            second.SetResult();
            return await FakeBench.UntilStoppedAsync(stop);
        };
        SweepPlan plan = Sweep.Plan("""
            defaults: { recipe: toy/engine, scenarios: [{ isl: 1, osl: 1 }] }
            configurations: [{ name: a, search_space: [{ conc_list: [1, 3] }] }, { name: b, search_space: [{ conc_list: [2, 4] }] }, { name: c, search_space: [{ conc_list: [5] }] }]
            """);
        var error = await Assert.ThrowsAsync<SweepException>(() => rig.RunAsync(plan, options: new SweepOptions { Jobs = 2, KeepGoing = true }));
        Assert.Equal("'loadgen bench' cannot be started", error.Message);
        Assert.Empty(rig.Engines.Running);
        Assert.Equal(["a-none-tp1", "b-none-tp1"], rig.Engines.Starts.Select(start => start.Configuration));
        Assert.Equal(2, rig.Journal.Count(line => line.Contains("\"event\":\"launch_ended\"", StringComparison.Ordinal)));
        Assert.Contains("\"message\":\"\\u0027loadgen bench\\u0027 cannot be started\"", rig.Journal[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_changed_is_one_clear_line()
    {
        using var rig = new SweepRig();
        SweepPlan plan = Sweep.Of(1, 1);
        await rig.RunAsync(plan);

        rig.Engines.OnCleanUp = () => throw new IOException("Input/output error");
        var error = await Assert.ThrowsAsync<SweepException>(() => rig.RunAsync(plan, isResumed: true));
        Assert.Equal($"{rig.Folder}: the sweep cannot go on: Input/output error", error.Message);
    }
}
