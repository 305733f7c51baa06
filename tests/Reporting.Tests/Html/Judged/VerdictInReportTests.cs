using LoadGen.Economics.Skus;
using LoadGen.Reporting.Html;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Reporting.Tests.Html.Support;
using LoadGen.Results.Rows;

namespace LoadGen.Reporting.Tests.Html.Judged;

public sealed class VerdictInReportTests : IDisposable
{
    private readonly RunFolderFor _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_verdict_that_comes_after_its_result_is_read_then_and_is_news()
    {
        _folder.Result(10);
        var reading = new RowReading([ReportRowsFor.One("a", folder: _folder.Path)], []);
        var source = new ReportSource([_folder.Path], ReportRowsFor.Options, new ReportBuilder(SkuCatalog.BuiltIn), _ => reading, TimeProvider.System);
        ReportDocument before = source.Build(live: true).Document;
        Assert.Null(before.Details["a"].Verdict);

        _folder.Write("verdict.json", "{");
        Assert.NotEqual(before.Version, source.Version());
        Assert.Contains("verdict.json", source.Build(live: true).Document.Details["a"].VerdictAbsent, StringComparison.Ordinal);

        _folder.Judge(JudgedRuns.Requests(100, missEvery: 50));
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "verdict.json"), DateTime.UnixEpoch);
        Assert.NotNull(source.Build(live: true).Document.Details["a"].Verdict);
    }

    [Fact]
    public void No_text_of_a_verdict_can_end_the_page_s_data()
    {
        const string Hostile = "</script><img src=x onerror=alert(1)>";
        RequestFor[] requests = [.. JudgedRuns.Requests(100, missEvery: 50)];
        requests[3] = new RequestFor(100) { Outcome = "timed_out", Error = Hostile, Session = Hostile };
        _folder.Judge(requests, name: Hostile);
        Assert.Contains(Hostile, File.ReadAllText(Path.Combine(_folder.Path, "verdict.json")), StringComparison.Ordinal);
        string page = ReportRowsFor.Page(ReportRowsFor.Document([ReportRowsFor.One("a", folder: _folder.Path)]));
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_run_without_a_verdict_has_nothing_of_one_in_the_page()
    {
        _folder.Result(10);
        string json = ReportPage.Json(ReportRowsFor.Document([ReportRowsFor.One("a", folder: _folder.Path)]));
        Assert.DoesNotContain("\"verdict", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"search", json, StringComparison.Ordinal);
    }
}
