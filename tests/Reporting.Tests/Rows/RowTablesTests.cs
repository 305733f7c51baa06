using LoadGen.Economics.Figures;
using LoadGen.Economics.Skus;
using LoadGen.Reporting.Rows;
using LoadGen.Reporting.Tests.Support;
using LoadGen.Results.Comparing;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;

namespace LoadGen.Reporting.Tests.Rows;

public class RowTablesTests
{
    private static readonly ResultRow s_row = new()
    {
        Id = "run-1",
        Identity = new PointIdentity
        {
            Hardware = "h200", Framework = "[sglang]", Model = "dsr1", Precision = "fp8", SpecDecoding = "mtp", Isl = 1024, Osl = 128, Concurrency = 16,
            Decode = new WorkerShape { Tp = 8, Gpus = 8 },
        },
        Metrics = new Dictionary<string, double>
        {
            ["tput_per_gpu"] = 347.9, ["output_tput_per_gpu"] = 40, ["median_intvty"] = 84.49, ["median_ttft"] = 0.25, ["p99_ttft"] = 0.9,
        },
        MeasuredAt = new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero),
        Source = RowSource.Run,
    };

    [Fact]
    public void A_row_has_its_point_and_its_figures_in_ms()
    {
        string table = Documents.Print(output => RowTable.Write([s_row], output));
        Assert.Equal(
            ["run-1", "2026-07-01 10:00", "h200", "[sglang]", "dsr1", "fp8 mtp", "tp8", "1024/128", "c16", "347.9", "40.00", "84.49", "250.0", "900.0", ""],
            Documents.Row(table, "run-1"));
        Assert.DoesNotContain("something is wrong", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_does_not_stand_is_marked_and_the_mark_explained()
    {
        string table = Documents.Print(output => RowTable.Write([s_row with { Flags = ["odd"], Simulated = true }], output));
        Assert.Equal("!s", Documents.Row(table, "run-1")[^1]);
        Assert.Contains("! something is wrong with it", table, StringComparison.Ordinal);
        Assert.Contains("s measured on a simulated engine", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_s_details_have_its_economics_with_table_and_date()
    {
        IReadOnlyList<EconomicFigure> economics = RowFigures.Of(s_row, SkuCatalog.BuiltIn, "article");
        string text = Documents.Print(output => RowDetails.Write(s_row with { Flags = ["odd [thing]"] }, economics, output));
        Assert.Contains("! odd [thing]", text, StringComparison.Ordinal);
        Assert.Contains("1.1258", text, StringComparison.Ordinal);
        Assert.Equal(["provisioned_joules_per_total_token", "4.9727", "J/token", "", "article", "2025-10"], Documents.Row(text, "provisioned_joules_per_total_token"));
        Assert.Equal(["median_ttft", "250.0", "ms"], Documents.Row(text, "median_ttft"));
    }

    [Fact]
    public void A_regression_is_shouted_and_counted()
    {
        string text = Documents.Print(output => DiffTable.Write(Diff([100, 101, 99], [89, 91, 90]), output));
        Assert.Contains("REGRESSION", text, StringComparison.Ordinal);
        Assert.Contains("-10.0%", text, StringComparison.Ordinal);
        Assert.Contains("3+3 repeats", text, StringComparison.Ordinal);
        Assert.Contains("1 points compared; 1 regressions: worse by more than 5%, and not by chance at 95%.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_told_is_said()
    {
        string text = Documents.Print(output => DiffTable.Write(Diff([100], [50]), output));
        Assert.Contains("1 figures have neither repeats nor records", text, StringComparison.Ordinal);
        Assert.Contains("0 regressions", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_side_by_side_show_their_change_against_the_first()
    {
        ResultComparison comparison = ResultComparison.Of([("a", [With(100)]), ("[b]", [With(110)]), ("c", [])], ["tput_per_gpu"]);
        string text = Documents.Print(output => ComparisonTable.Write(comparison, output));
        Assert.Contains("110.0 (+10.0%)", text, StringComparison.Ordinal);
        Assert.Contains("[b]", text, StringComparison.Ordinal);
    }

    private static DiffReport Diff(double[] before, double[] after) => ResultDiff.Of(
        [.. before.Select(With)], [.. after.Select(With)], new DiffOptions { Metrics = ["tput_per_gpu"] });

    private static ResultRow With(double tput) => s_row with { Id = $"r{tput}", Metrics = new Dictionary<string, double> { ["tput_per_gpu"] = tput } };
}
