using LoadGen.Economics.PriceLists;
using LoadGen.Reporting.Html;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Reporting.Tests.Html.Support;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;

namespace LoadGen.Reporting.Tests.Html;

public class ReportBuilderTests
{
    [Fact]
    public void A_row_keeps_what_was_measured_and_its_figures_by_name()
    {
        ResultRow row = ReportRowsFor.One("a") with
        {
            Identity = ReportRowsFor.One("a").Identity with { Disaggregated = true, Prefill = new WorkerShape { Tp = 4, Workers = 2, Gpus = 8 }, SpecDecoding = "mtp" },
            Flags = ["odd"],
            Valid = false,
            Status = "partial",
        };

        ReportDocument document = ReportRowsFor.Document([row]);
        ReportRow shown = Assert.Single(document.Rows);

        Assert.Equal(400, shown.Values[document.Metrics.ToList().IndexOf("tput_per_gpu")]);
        Assert.Equal("mtp", shown.SpecDecoding);
        Assert.Equal(new ReportWorkers(4, 1, 1, false, 2, 8), shown.Prefill);
        Assert.Equal("partial", shown.Status);
        Assert.False(shown.Valid);
        Assert.Equal(["odd"], shown.Flags);
        Assert.Equal("H200 SXM", document.Skus["h200"].Name);
        Assert.Equal(PointKey.Of(row), shown.Key);
    }

    [Fact]
    public void Price_lists_are_in_the_document_where_there_are_any()
    {
        var list = new TokenPriceList { Name = "l", Date = "2026-07", Source = "s", Prices = [new() { Provider = "p", Model = "dsr1", InputUsdPerMillion = 0.5, OutputUsdPerMillion = 2 }] };
        Assert.DoesNotContain("price_lists", ReportPage.Json(ReportRowsFor.Document([ReportRowsFor.One("a")])), StringComparison.Ordinal);
        Assert.Contains(
            "\"price_lists\":[{\"name\":\"l\",\"date\":\"2026-07\",\"source\":\"s\",\"prices\":[{\"provider\":\"p\",\"model\":\"dsr1\",\"input_usd_per_million\":0.5,\"output_usd_per_million\":2}]}]",
            ReportPage.Json(ReportRowsFor.Document([ReportRowsFor.One("a")], ReportRowsFor.Options with { PriceLists = [list] })), StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_of_a_row_stand_by_themselves_and_not_among_the_figures()
    {
        ResultRow row = ReportRowsFor.One("a") with { Scores = [new TaskScore { Task = "gsm8k", Accuracy = 0.91310001, Low = 0.9, High = 0.92, Asked = 1319 }] };
        row = row with { Metrics = new Dictionary<string, double>(row.Metrics) { ["accuracy:gsm8k"] = 0.91310001 } };
        ReportDocument document = ReportRowsFor.Document([row]);
        Assert.DoesNotContain("accuracy:gsm8k", document.Metrics);
        Assert.Equal([new ReportScore("gsm8k", 0.9131, 0.9, 0.92, null, null, 1319)], document.Rows[0].Scores);
        Assert.Contains("\"scores\":[{\"task\":\"gsm8k\",\"accuracy\":0.9131,\"low\":0.9,\"high\":0.92,\"asked\":1319}]", ReportPage.Json(document), StringComparison.Ordinal);
    }

    [Fact]
    public void What_most_rows_have_is_left_out()
    {
        string json = ReportPage.Json(ReportRowsFor.Document([ReportRowsFor.One("a")]));
        foreach (string key in new[] { "disaggregated", "simulated", "spec_decoding", "scenario", "flags", "status", "prefill", "live", "scores" })
        {
            Assert.DoesNotContain($"\"{key}\"", json, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Figures_are_rounded_and_what_is_no_number_is_none()
    {
        ResultRow row = ReportRowsFor.One("a") with { Metrics = new Dictionary<string, double> { ["tput_per_gpu"] = 123.456789, ["median_ttft"] = double.NaN, ["std_ttft"] = 1 } };
        ReportDocument document = ReportRowsFor.Document([row]);
        Assert.Equal(["tput_per_gpu", "median_ttft"], document.Metrics);
        Assert.Equal([123.457, null], document.Rows[0].Values);
    }

    [Fact]
    public void Price_tables_come_oldest_first_and_the_newest_is_the_one_to_begin_with()
    {
        ReportDocument document = ReportRowsFor.Document([ReportRowsFor.One("a")]);
        Assert.Equal(["article", "2026-07"], document.PriceTables.Select(table => table.Table));
        Assert.Equal("2026-07", document.PriceTable);
        Assert.Equal(new ReportPrices(1.37, 1.22, 1.59, 2.05), document.PriceTables[1].Skus["h200"]);
        Assert.All(document.PriceTables, table => Assert.NotEmpty(table.Source));
    }

    [Fact]
    public void Links_lead_from_the_report_to_the_run()
    {
        ReportOptions options = ReportRowsFor.Options with { Folder = "/data/reports" };
        ReportDocument document = ReportRowsFor.Document([ReportRowsFor.One("a", folder: "/data/results/points/p 1")], options);
        Assert.Equal("../results/points/p 1", document.Rows[0].Folder);
    }

    [Fact]
    public void The_newest_runs_have_details_and_the_report_says_which_have_none()
    {
        using var first = new RunFolderFor();
        using var second = new RunFolderFor();
        first.Result(10).Log("ttft.hlog", 1, 2);
        second.Result(10).Log("ttft.hlog", 3, 4);
        ResultRow[] rows = [ReportRowsFor.One("old", folder: first.Path), ReportRowsFor.One("new", folder: second.Path) with { MeasuredAt = ReportRowsFor.Day.AddDays(1) }];

        ReportDocument document = ReportRowsFor.Document(rows, ReportRowsFor.Options with { DetailsMax = 1 });

        Assert.Equal(["new"], document.Details.Keys);
        Assert.NotNull(document.Details["new"].Percentiles);
        Assert.Contains("newest 1 run", document.DetailsAbsent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_gone_costs_its_details_and_not_the_report()
    {
        ReportDocument document = ReportRowsFor.Document([ReportRowsFor.One("a", folder: "/nowhere/at/all")]);
        Assert.NotNull(document.Details["a"].TimelineAbsent);
        Assert.NotNull(document.Details["a"].PercentilesAbsent);
    }

    [Fact]
    public void What_could_not_be_read_is_said_up_to_a_bound()
    {
        string[] problems = [.. Enumerable.Range(0, 25).Select(i => $"file {i}")];
        ReportDocument document = ReportRowsFor.Document([ReportRowsFor.One("a")], problems: problems);
        Assert.Equal(21, document.Notes.Count);
        Assert.Equal("Not read: 5 more", document.Notes[^1]);
    }
}
