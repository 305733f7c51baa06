using LoadGen.Reporting.Html.Documents;
using LoadGen.Reporting.Tests.Html.Support;
using LoadGen.Results.Rows;

namespace LoadGen.Reporting.Tests.Html.Judged;

public sealed class SearchReaderTests : IDisposable
{
    private readonly SearchFolderFor _search = new();

    public void Dispose() => _search.Dispose();

    [Fact]
    public void A_search_is_in_the_report_once_and_its_steps_lead_to_their_runs()
    {
        ReportDocument document = ReportRowsFor.Document(_search.Rows());
        (string key, ReportSearch search) = Assert.Single(document.Searches!);
        Assert.Equal(("a promise", "rate", 8.0, 9.0), (search.Sla, search.By, search.HighestPass, search.LowestFail));
        Assert.Equal(["step-0", "step-1", "step-2", null], search.Steps.Select(step => step.Run));
        Assert.Equal([7.75, 3.5, 8.25, null], search.Steps.Select(step => step.GoodputRps));
        Assert.All(document.Details.Values, details => Assert.Equal(key, details.Search));
    }

    [Fact]
    public void A_run_that_merely_lies_near_a_search_is_no_step_of_it()
    {
        ResultRow other = ReportRowsFor.One("other", folder: _search.Step("other"));
        ReportDocument document = ReportRowsFor.Document([.. _search.Rows(), other]);
        Assert.Null(document.Details["other"].Search);
        Assert.NotNull(document.Details["step-1"].Search);
    }

    [Fact]
    public void A_report_without_searches_says_nothing_of_them() =>
        Assert.Null(ReportRowsFor.Document([ReportRowsFor.One("a")]).Searches);

    [Theory]
    [InlineData("{")]
    [InlineData("{\"question\":{\"variable\":\"rate\",\"sla\":\"s\"}}")]
    [InlineData("{\"question\":{\"variable\":\"rate\",\"sla\":\"s\"},\"steps\":[null]}")]
    [InlineData("{\"question\":{\"variable\":null,\"sla\":\"s\"},\"steps\":[]}")]
    [InlineData("{\"question\":null,\"steps\":[]}")]
    [InlineData("null")]
    public void A_search_that_cannot_be_read_is_named_and_costs_itself_alone(string text)
    {
        _search.Write(text);
        ReportDocument document = ReportRowsFor.Document(_search.Rows());
        Assert.Null(document.Searches);
        Assert.Equal(3, document.Details.Count);
        Assert.Contains("search.json", Assert.Single(document.Notes), StringComparison.Ordinal);
    }
}
