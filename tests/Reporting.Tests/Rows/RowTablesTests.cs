using LoadGen.Economics.Figures;
using LoadGen.Economics.Skus;
using LoadGen.Reporting.Rows;
using LoadGen.Reporting.Tests.Support;
using LoadGen.Results.Comparing;
using LoadGen.Results.Frontiers;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;

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

    private static readonly TaskScore s_score = new() { Task = "gsm8k", Accuracy = 0.9131, Low = 0.897, High = 0.927, StandardError = 0.0078, Asked = 1319 };

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

    [Fact]
    public void Accuracies_have_a_column_with_half_of_their_intervals_where_there_are_some()
    {
        string table = Documents.Print(output => RowTable.Write([s_row with { Scores = [s_score] }, s_row with { Id = "run-2" }], output));
        Assert.Equal("gsm8k 91.3% ±1.5", Documents.Row(table, "run-1")[14]);
        Assert.Equal("", Documents.Row(table, "run-2")[14]);
        Assert.Contains("half of its 95% interval", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_s_details_have_its_accuracies_once()
    {
        ResultRow row = s_row with { Scores = [s_score], Metrics = new Dictionary<string, double>(s_row.Metrics) { ["accuracy:gsm8k"] = 0.9131 } };
        string text = Documents.Print(output => RowDetails.Write(row, [], output));
        Assert.Equal(["gsm8k", "91.3", "89.7", "92.7", "-", "1319"], Documents.Row(text, "gsm8k"));
        Assert.DoesNotContain("accuracy:gsm8k", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drop_of_accuracy_is_told_in_points()
    {
        ResultRow Of(string id, double accuracy) => s_row with
        {
            Id = id, Scores = [s_score with { Accuracy = accuracy }], Metrics = new Dictionary<string, double> { ["accuracy:gsm8k"] = accuracy },
        };
        string text = Documents.Print(output => DiffTable.Write(ResultDiff.Of([Of("a", 0.95)], [Of("b", 0.91)], new DiffOptions()), output));
        Assert.Contains("-4.0 points", text, StringComparison.Ordinal);
        Assert.Contains("REGRESSION", text, StringComparison.Ordinal);
        Assert.Contains("standard errors", text, StringComparison.Ordinal);
        Assert.Contains("Accuracies: worse at all, and not by chance.", text, StringComparison.Ordinal);
        text = Documents.Print(output => ComparisonTable.Write(ResultComparison.Of([("x", [Of("a", 0.95)]), ("y", [Of("b", 0.91)])], ["accuracy:gsm8k"]), output));
        Assert.Contains("91.0 (-4.0 points)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frontier_shows_what_its_throughput_is_worth()
    {
        ResultRow row = s_row with { Scores = [s_score] };
        ResultRow other = s_row with
        {
            Id = "run-2", Scores = [s_score with { Accuracy = 0.9 }], Identity = s_row.Identity with { Concurrency = 32 },
            Metrics = new Dictionary<string, double> { ["tput_per_gpu"] = 500, ["median_intvty"] = 50 },
        };
        string text = Documents.Print(output => FrontierTable.Write(ResultFrontier.Of([row, other], SkuCatalog.BuiltIn, new FrontierOptions { At = [60] }), CostTier.Rental, output));
        Assert.Contains("90.7 (90.0–91.3)", text, StringComparison.Ordinal);
        Assert.Contains("gsm8k %", text, StringComparison.Ordinal);
    }

    private static DiffReport Diff(double[] before, double[] after) => ResultDiff.Of(
        [.. before.Select(With)], [.. after.Select(With)], new DiffOptions { Metrics = ["tput_per_gpu"] });

    private static ResultRow With(double tput) => s_row with { Id = $"r{tput}", Metrics = new Dictionary<string, double> { ["tput_per_gpu"] = tput } };
}
