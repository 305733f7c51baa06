using LoadGen.Results.Comparing;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Store;
using LoadGen.Results.Tests.Support;

namespace LoadGen.Results.Tests.Comparing;

public class ResultDiffTests
{
    private static readonly DiffOptions s_options = new() { Metrics = ["tput_per_gpu", "median_ttft"] };

    [Fact]
    public void Repeats_that_differ_less_than_the_points_make_a_regression()
    {
        FigureDiff figure = Diff(Rows("tput_per_gpu", 100, 101, 99), Rows("tput_per_gpu", 89, 91, 90)).Points[0].Figures[0];
        Assert.Equal((FigureVerdict.Regression, IntervalMethod.Repeats), (figure.Verdict, figure.Method));
        Assert.Equal(-0.1, figure.Change!.Value, 12);
        Assert.InRange(-0.1, figure.ChangeLow!.Value, figure.ChangeHigh!.Value);
    }

    [Theory]
    [InlineData("tput_per_gpu", 120, FigureVerdict.Improvement)]
    [InlineData("tput_per_gpu", 80, FigureVerdict.Regression)]
    [InlineData("median_ttft", 120, FigureVerdict.Regression)]
    [InlineData("median_ttft", 80, FigureVerdict.Improvement)]
    [InlineData("median_ttft", 103, FigureVerdict.WithinBound)]
    public void What_is_worse_depends_on_the_figure(string metric, double after, FigureVerdict verdict) =>
        Assert.Equal(verdict, Diff(Rows(metric, 99.9, 100, 100.1), Rows(metric, after - 0.1, after, after + 0.1)).Points[0].Figures[0].Verdict);

    [Fact]
    public void Repeats_that_differ_as_much_as_the_points_are_noise()
    {
        DiffReport report = Diff(Rows("tput_per_gpu", 80, 100, 120), Rows("tput_per_gpu", 70, 90, 110));
        Assert.Equal(FigureVerdict.Noise, report.Points[0].Figures[0].Verdict);
        Assert.Equal(0, report.Regressions);
    }

    [Fact]
    public void One_run_without_records_leaves_it_unknown_however_far_it_fell()
    {
        DiffReport report = Diff(Rows("tput_per_gpu", 100), Rows("tput_per_gpu", 10));
        Assert.Equal((FigureVerdict.Unknown, IntervalMethod.None), (report.Points[0].Figures[0].Verdict, report.Points[0].Figures[0].Method));
        Assert.Equal(0, report.Regressions);
    }

    [Fact]
    public void One_run_each_with_records_is_judged_by_its_requests()
    {
        using var folder = new TemporaryFolder();
        DiffReport report = DiffOfRuns(folder, 1.3);
        Assert.Equal([FigureVerdict.Regression, FigureVerdict.Regression], report.Points[0].Figures.Select(figure => figure.Verdict));
        Assert.All(report.Points[0].Figures, figure => Assert.Equal(IntervalMethod.Requests, figure.Method));
        FigureDiff ttft = report.Points[0].Figures[1];
        Assert.Equal(0.3, ttft.Change!.Value, 9);
        Assert.True(ttft.ChangeLow > 0.2 && ttft.ChangeHigh < 0.4, $"{ttft.ChangeLow} to {ttft.ChangeHigh}");
    }

    [Fact]
    public void Requests_that_could_as_well_have_been_the_other_run_s_are_noise()
    {
        using var folder = new TemporaryFolder();
        DiffReport report = DiffOfRuns(folder, 1.004);
        Assert.Equal([FigureVerdict.Noise, FigureVerdict.Noise], report.Points[0].Figures.Select(figure => figure.Verdict));
    }

    [Fact]
    public void Under_a_rate_requests_say_nothing_of_the_throughput()
    {
        using var folder = new TemporaryFolder();
        DiffReport report = DiffOfRuns(folder, 1.3, Runs.Identity with { RatePerS = 5 });
        Assert.Equal([FigureVerdict.Unknown, FigureVerdict.Regression], report.Points[0].Figures.Select(figure => figure.Verdict));
    }

    [Theory]
    [InlineData(19, "median_ttft", FigureVerdict.Unknown)]
    [InlineData(20, "median_ttft", FigureVerdict.Regression)]
    [InlineData(19, "tput_per_gpu", FigureVerdict.Unknown)]
    [InlineData(499, "p99_ttft", FigureVerdict.Unknown)]
    [InlineData(500, "p99_ttft", FigureVerdict.Regression)]
    public void Too_few_requests_say_nothing(int count, string metric, FigureVerdict verdict)
    {
        using var folder = new TemporaryFolder();
        Runs.WriteRecords(Path.Combine(folder.Path, "a"), count, 100);
        Runs.WriteRecords(Path.Combine(folder.Path, "b"), count, 200);
        ResultRow before = Row(metric, RowMetrics.IsMoreBetter(metric) ? 200 : 100) with { Folder = Path.Combine(folder.Path, "a") };
        ResultRow after = Row(metric, RowMetrics.IsMoreBetter(metric) ? 100 : 200) with { Folder = Path.Combine(folder.Path, "b") };
        DiffReport report = ResultDiff.Of([before], [after], new DiffOptions { Metrics = [metric] });
        Assert.Equal(verdict, Assert.Single(report.Points[0].Figures).Verdict);
    }

    [Fact]
    public void The_same_folders_have_the_same_intervals_every_time()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(DiffOfRuns(folder, 1.1).Points[0].Figures, DiffOfRuns(folder, 1.1).Points[0].Figures);
    }

    [Fact]
    public void Points_of_one_side_and_runs_that_do_not_stand_are_named()
    {
        ResultRow[] before = [.. Rows("tput_per_gpu", 1), Row("tput_per_gpu", 1, Runs.Identity with { Concurrency = 99 })];
        ResultRow[] after = [.. Rows("tput_per_gpu", 1), Row("tput_per_gpu", 1, Runs.Identity with { Concurrency = 98 }), Row("tput_per_gpu", 500) with { Flags = ["odd"] }];
        DiffReport report = Diff(before, after);
        Assert.Equal(["h200 sglang dsr1 fp8 tp8 1024/128 c99"], report.OnlyBefore);
        Assert.Equal(["h200 sglang dsr1 fp8 tp8 1024/128 c98"], report.OnlyAfter);
        Assert.EndsWith(": odd", Assert.Single(report.LeftOut), StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(report.Points).RunsAfter);
    }

    [Fact]
    public void A_point_that_stood_before_is_lost_when_it_is_gone_or_stands_no_more()
    {
        ResultRow[] before = [.. Rows("tput_per_gpu", 1), Row("tput_per_gpu", 1, Runs.Identity with { Concurrency = 99 }), Row("tput_per_gpu", 1, Runs.Identity with { Concurrency = 98 }) with { Flags = ["odd"] }];
        ResultRow[] after = [Row("tput_per_gpu", 1, Runs.Identity with { Concurrency = 99 }) with { Status = "partial" }];
        Assert.Equal(["h200 sglang dsr1 fp8 tp8 1024/128 c16: not there", "h200 sglang dsr1 fp8 tp8 1024/128 c99: partial"], Diff(before, after).Lost);
        Assert.Empty(Diff(before, before).Lost);
    }

    [Theory]
    [InlineData("output_tput_per_gpu", true, false)]
    [InlineData("request_throughput", true, false)]
    [InlineData("p99_intvty", true, false)]
    [InlineData("std_intvty", false, false)]
    [InlineData("std_itl", false, true)]
    [InlineData("p99_ttft", false, true)]
    [InlineData("joules_per_output_token", false, true)]
    [InlineData("prefill_avg_power_w", false, true)]
    [InlineData("total_gpu_energy_j", false, true)]
    [InlineData("completed", false, false)]
    public void A_figure_has_a_direction_by_closed_rules_or_none(string metric, bool more, bool less) =>
        Assert.Equal((more, less), (RowMetrics.IsMoreBetter(metric), RowMetrics.IsLessBetter(metric)));

    [Fact]
    public void The_figures_looked_at_unless_told_otherwise_all_have_a_direction() =>
        Assert.All(RowMetrics.Main, metric => Assert.True(RowMetrics.IsMoreBetter(metric) ^ RowMetrics.IsLessBetter(metric), metric));

    [Fact]
    public void A_figure_without_a_direction_is_refused() =>
        Assert.Contains("'completed'", Assert.Throws<ArgumentException>(() => ResultDiff.Of([], [], new DiffOptions { Metrics = ["completed"] })).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_image_is_the_same_point_and_another_shape_is_not()
    {
        Assert.Equal(PointKey.Of(Runs.Identity), PointKey.Of(Runs.Identity with { Image = "v2", ModelName = "x", RouterVersion = "2" }));
        Assert.NotEqual(PointKey.Of(Runs.Identity), PointKey.Of(Runs.Identity with { Decode = Runs.Identity.Decode with { Ep = 8 } }));
        Assert.NotEqual(PointKey.Of(Runs.Identity), PointKey.Of(Runs.Identity with { SpecDecoding = "mtp" }));
    }

    [Fact]
    public void What_was_set_how_caches_go_and_a_simulation_make_other_points()
    {
        PointIdentity plain = Runs.Identity with { KvTransfer = null };
        Assert.NotEqual(PointKey.Of(plain), PointKey.Of(plain with { Variant = "like=sglang" }));
        Assert.NotEqual(PointKey.Of(plain with { Variant = "like=vllm" }), PointKey.Of(plain with { Variant = "like=sglang" }));
        Assert.NotEqual(PointKey.Of(plain with { KvTransfer = "nixl" }), PointKey.Of(plain with { KvTransfer = "mooncake" }));
        Assert.Equal("h200 sglang dsr1 fp8 tp8 1024/128 c16 (like=vllm)", PointLabel.Of(plain with { Variant = "like=vllm" }));
        ResultRow real = Row("tput_per_gpu", 1);
        Assert.Equal(PointKey.Of(real.Identity), PointKey.Of(real));
        Assert.NotEqual(PointKey.Of(real), PointKey.Of(real with { Simulated = true }));
        Assert.Empty(Diff([real], [real with { Simulated = true }]).Points);
    }

    [Fact]
    public void A_figure_that_was_0_has_no_share()
    {
        FigureDiff figure = Diff(Rows("median_ttft", 0, 0), Rows("median_ttft", 1, 1)).Points[0].Figures[0];
        Assert.Null(figure.Change);
        Assert.Equal(FigureVerdict.Regression, figure.Verdict);
    }

    [Fact]
    public void Json_and_csv_have_the_verdicts_in_words()
    {
        DiffReport report = Diff(Rows("tput_per_gpu", 100, 101, 99), Rows("tput_per_gpu", 89, 91, 90));
        Assert.Equal("regression", TestData.Json(ComparisonDocument.Json(report)).GetProperty("points")[0].GetProperty("figures")[0].GetProperty("verdict").GetString());
        using var csv = new StringWriter();
        ComparisonDocument.WriteCsv(report, csv);
        Assert.Contains(",repeats,regression,3,3", csv.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_stand_side_by_side_with_the_means_of_what_stands()
    {
        ResultRow[] second = [.. Rows("tput_per_gpu", 10, 30), Row("tput_per_gpu", 999) with { Status = "partial" }];
        ResultComparison comparison = ResultComparison.Of([("a", Rows("tput_per_gpu", 5)), ("b", second), ("c", [])], ["tput_per_gpu", "median_ttft"]);
        ComparisonLine line = Assert.Single(comparison.Lines);
        Assert.Equal([5, 20, null], line.Values);
        using var csv = new StringWriter();
        ComparisonDocument.WriteCsv(comparison, csv);
        Assert.Equal(["point,metric,a,b,c", "h200 sglang dsr1 fp8 tp8 1024/128 c16,tput_per_gpu,5,20,"], csv.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => text.TrimEnd('\r')));
    }

    private static DiffReport DiffOfRuns(TemporaryFolder folder, double scale, PointIdentity? identity = null)
    {
        Runs.WriteRecords(Runs.Write(folder, "a/p", identity ?? Runs.Identity), 200, 100);
        Runs.WriteRecords(Runs.Write(folder, "b/p", identity ?? Runs.Identity, scale, second: 9), 200, 100 * scale);
        return Diff(RowReader.ReadFolder(Path.Combine(folder.Path, "a")).Rows, RowReader.ReadFolder(Path.Combine(folder.Path, "b")).Rows);
    }

    private static DiffReport Diff(IReadOnlyList<ResultRow> before, IReadOnlyList<ResultRow> after) => ResultDiff.Of(before, after, s_options);

    private static ResultRow[] Rows(string metric, params double[] values) => [.. values.Select(value => Row(metric, value))];

    private static ResultRow Row(string metric, double value, PointIdentity? identity = null) => new()
    {
        Id = $"{metric}{value}", Identity = identity ?? Runs.Identity, Metrics = new Dictionary<string, double> { [metric] = value },
        MeasuredAt = DateTimeOffset.UnixEpoch, Source = RowSource.Run,
    };
}
