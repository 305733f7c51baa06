using LoadGen.Sweeps.Continuous;
using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Continuous;

public sealed class NightlyTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ManualTime _time = new();
    private readonly Digests _digests = new();

    [Fact]
    public async Task The_first_run_measures_everything_and_the_second_nothing()
    {
        Assert.Equal(4, (await NightAsync(Sweep.Of(2, 1, 2))).Affected.Points.Count());
        NightlyPlan second = await NightAsync(Sweep.Of(2, 1, 2));
        Assert.Empty(second.Affected.Points);
        Assert.Empty(second.Changes);
        Assert.Equal(["2026-01-01"], Runs());
    }

    [Fact]
    public async Task A_change_of_one_configuration_measures_that_one_again()
    {
        string before = Two("");
        string after = Two(", set: { args.new: flag }");
        await NightAsync(Sweep.Plan(before));
        NightlyPlan night = await NightAsync(Sweep.Plan(after));
        Assert.Equal(["b-none-tp1-1x1-c1"], night.Affected.Points.Select(point => point.Id));
        ChangeLine line = Assert.Single(night.Changes);
        Assert.Equal(("b-none-tp1", "2026-01-02"), (line.Configuration, line.Run));
        Assert.Equal(new Change("flags", null, "--new flag"), Assert.Single(line.Changes));
    }

    [Fact]
    public async Task A_part_of_the_plan_and_another_port_are_no_changes()
    {
        SweepPlan whole = Sweep.Of(2, 1, 2);
        await NightAsync(whole);
        NightlyPlan night = await NightAsync(whole, selected: SweepSelection.Only(whole, ["e1*c1"]));
        Assert.Empty(night.Changes);
        Assert.Empty(night.Affected.Points);
        SweepPlan elsewhere = Sweep.Plan(whole.Text, Sweep.Context with { Port = 9_123 });
        Assert.NotEqual(whole.Configurations[0].Launch!.Plan.Port, elsewhere.Configurations[0].Launch!.Plan.Port);
        Assert.Empty((await NightAsync(elsewhere)).Changes);
    }

    [Fact]
    public async Task What_is_not_selected_is_neither_measured_nor_written_down()
    {
        SweepPlan whole = Sweep.Of(2, 1, 2);
        NightlyPlan night = await NightAsync(whole, selected: SweepSelection.Only(whole, ["e1*c1"]));
        Assert.Equal(["e1-none-tp1-100x10-c1"], night.Affected.Points.Select(point => point.Id));
        Assert.Equal(["e1-none-tp1"], night.Changes.Select(line => line.Configuration));
        night = await NightAsync(whole);
        Assert.Equal(["e1-none-tp1-100x10-c2", "e2-none-tp1-100x10-c1", "e2-none-tp1-100x10-c2"], night.Affected.Points.Select(point => point.Id));
        Assert.Equal(["e2-none-tp1"], night.Changes.Select(line => line.Configuration));
    }

    [Fact]
    public async Task An_image_that_is_another_behind_the_same_tag_is_noticed_once()
    {
        _digests.Value = "sha256:1";
        await NightAsync(Sweep.Of(1, 1));
        _digests.Value = "sha256:2";
        NightlyPlan night = await NightAsync(Sweep.Of(1, 1));

        // The fakes' launches have no digest: only the change is known, and it is said.
        Assert.Equal(new Change("image_digest", "sha256:1", "sha256:2"), Assert.Single(Assert.Single(night.Changes).Changes));
        Assert.Empty((await NightAsync(Sweep.Of(1, 1))).Changes);
    }

    [Fact]
    public async Task All_measures_everything_again_without_any_change()
    {
        await NightAsync(Sweep.Of(1, 1, 2));
        NightlyPlan night = await NightAsync(Sweep.Of(1, 1, 2), isAll: true);
        Assert.Equal(2, night.Affected.Points.Count());
        Assert.Empty(night.Changes);
        using HistoryFolder history = HistoryFolder.Open(_temp.Path);
        Assert.Equal(["2026-01-01", "2026-01-01", "2026-01-02", "2026-01-02"], history.History("e1-none-tp1").Select(line => line.Run));
    }

    [Fact]
    public async Task A_point_that_failed_is_tried_again_the_next_night()
    {
        await NightAsync(Sweep.Of(1, 1, 2), bench: new FakeBench { OnRun = (conc, _) => Task.FromResult(conc == 2 ? 1 : 0) });
        NightlyPlan night = await NightAsync(Sweep.Of(1, 1, 2));
        Assert.Equal(["e1-none-tp1-100x10-c2"], night.Affected.Points.Select(point => point.Id));
    }

    [Fact]
    public async Task So_is_one_that_was_not_valid()
    {
        await NightAsync(Sweep.Of(1, 1, 2), bench: new FakeBench { OnRun = (conc, _) => Task.FromResult(conc == 2 ? 4 : 0) });
        Assert.Equal(["e1-none-tp1-100x10-c2"], (await NightAsync(Sweep.Of(1, 1, 2))).Affected.Points.Select(point => point.Id));
        Assert.Empty((await NightAsync(Sweep.Of(1, 1, 2))).Affected.Points);
    }

    [Fact]
    public async Task The_launches_of_all_nights_are_known()
    {
        await NightAsync(Sweep.Of(1, 1));
        await NightAsync(Sweep.Of(1, 1), isAll: true);
        using HistoryFolder history = HistoryFolder.Open(_temp.Path);
        Assert.Equal([_temp["runs/2026-01-01/launches/e1-none-tp1-1"], _temp["runs/2026-01-02/launches/e1-none-tp1-1"]], history.AllLaunches());
    }

    [Fact]
    public async Task Thinning_keeps_the_newest_runs_and_every_points_last_measurement()
    {
        await NightAsync(Sweep.Of(1, 1, 2));
        await NightAsync(Sweep.Of(1, 1), isAll: true);
        await NightAsync(Sweep.Of(1, 1), isAll: true);
        using HistoryFolder history = HistoryFolder.Open(_temp.Path);
        Assert.Equal(["2026-01-02"], history.Thin(Sweep.Of(1, 1, 2), 1));
        Assert.Equal(["2026-01-01", "2026-01-03"], Runs());
        Assert.Equal(4, history.History("e1-none-tp1").Count);
    }

    [Fact]
    public void A_second_run_of_a_day_has_a_number()
    {
        using HistoryFolder history = HistoryFolder.Open(_temp.Path);
        string first = history.NextRun(_time.GetUtcNow());
        Directory.CreateDirectory(first);
        Assert.Equal("2026-01-01-2", Path.GetFileName(history.NextRun(_time.GetUtcNow())));
    }

    [Fact]
    public async Task The_name_of_a_run_that_was_thinned_out_is_not_given_again()
    {
        DateTimeOffset day = _time.GetUtcNow();
        await NightAsync(Sweep.Of(1, 1));
        using HistoryFolder history = HistoryFolder.Open(_temp.Path);
        Directory.Delete(_temp["runs/2026-01-01"], recursive: true);
        Assert.Equal("2026-01-01-2", Path.GetFileName(history.NextRun(day)));
    }

    [Fact]
    public void Two_at_once_do_not_share_it()
    {
        using HistoryFolder history = HistoryFolder.Open(_temp.Path);
        Assert.Contains("another loadgen works in that folder", Assert.Throws<SweepException>(() => HistoryFolder.Open(_temp.Path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private static string Two(string more) => $$"""
        name: two
        defaults: { recipe: toy/engine, scenarios: [{ isl: 1, osl: 1 }], search_space: [{ conc_list: [1] }] }
        configurations: [{ name: a }, { name: b{{more}} }]
        """;

    private string[] Runs() => [.. Directory.EnumerateDirectories(_temp["runs"]).Select(run => Path.GetFileName(run)).Order(StringComparer.Ordinal)];

    private async Task<NightlyPlan> NightAsync(SweepPlan plan, bool isAll = false, FakeBench? bench = null, SweepPlan? selected = null)
    {
        using HistoryFolder history = HistoryFolder.Open(_temp.Path);
        string run = history.NextRun(_time.GetUtcNow());
        NightlyPlan night = await NightlyPlan.CompareAsync(plan, selected ?? plan, history, _digests, Sweep.Context, run, isAll, _time.GetUtcNow(), CancellationToken.None);
        history.AddChanges(night.Changes);
        if (night.Affected.Configurations.Count > 0)
        {
            using SweepFolder folder = SweepFolder.Open(run, night.Affected, Sweep.Tool, isResumed: false, _time);
            var options = new SweepOptions { KeepGoing = true, DeathNotice = TimeSpan.Zero };
            await new SweepRunner(folder, options, new FakeEngines(), bench ?? new FakeBench(), new Watched(), _time).RunAsync(night.Affected, CancellationToken.None, CancellationToken.None);
        }

        history.Update();
        _time.AdvanceSeconds(86_400);
        return night;
    }

    private sealed class Digests : IImageDigests
    {
        public string? Value { get; set; }

        public Task<string?> OfAsync(ConfigurationPlan configuration, CancellationToken cancellation) => Task.FromResult(Value);
    }
}
