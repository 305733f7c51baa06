using LoadGen.Measurement.Results;
using LoadGen.Verdicts.Searching;
using LoadGen.Verdicts.Tests.Support;

namespace LoadGen.Verdicts.Tests.Searching;

public sealed class SearchFileTests : IDisposable
{
    private static readonly SearchQuestion s_question = new("chat", "ab12", "http://x", "m", "rate", "--isl 10", 10, 1, 100, 0.05, 0.9967);

    private static readonly LevelMeasurement s_pass = new()
    {
        Level = 10, Repeat = 0, Verdict = LevelVerdict.Pass, Reason = "every objective passes", Requests = 700, SpentS = 70, GoodputRps = 9.9, Folder = "step-01-rate-10",
    };

    private static readonly LevelMeasurement s_fail = s_pass with { Level = 20, Verdict = LevelVerdict.Fail, Reason = "ttft p99 fails", IsUnstable = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_search_is_read_as_it_was_written()
    {
        SearchDocument document = Document(SearchEnd.Uncertain, 10, 20);
        SearchFile.Write(_folder.Path, document);
        SearchDocument read = SearchFile.Read(_folder.Path)!;
        Assert.Equal(SearchFile.Text(document), SearchFile.Text(read));
        Assert.Equal(document.Steps, read.Steps);
        Assert.Contains("\"end\": \"uncertain\"", File.ReadAllText(_folder["search.json"]), StringComparison.Ordinal);
        Assert.Equal(["search.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_without_a_search_has_none_and_nonsense_is_refused()
    {
        Assert.Null(SearchFile.Read(_folder.Path));
        _folder.File("search.json", "{");
        Assert.Contains("search.json cannot be read", Assert.Throws<SearchException>(() => SearchFile.Read(_folder.Path)).Message, StringComparison.Ordinal);
        _folder.File("search.json", SearchFile.Text(Document(SearchEnd.Exact, 10, 20)).Replace("loadgen.search", "other", StringComparison.Ordinal));
        Assert.Contains("is not a search of loadgen check", Assert.Throws<SearchException>(() => SearchFile.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_question_takes_over_what_was_measured()
    {
        SearchDocument document = Document(SearchEnd.UnderWay, 10, null) with { Steps = [s_pass, s_fail with { Verdict = LevelVerdict.Invalid }] };
        Assert.Equal([s_pass], SearchFile.Resumed(document, s_question));
        string other = Assert.Throws<SearchException>(() => SearchFile.Resumed(document, s_question with { Precision = 0.01 })).Message;
        Assert.Contains("had the precision 0.05, and this one has 0.01", other, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_has_a_line_a_step_and_says_what_was_found()
    {
        string[] lines = [.. SearchTable.Lines(Document(SearchEnd.Exact, 10, 20))];
        Assert.Matches(@"^   1 +10  pass +700 +9\.9 +70s  every objective passes$", lines[1]);
        Assert.Matches(@"^   2 +20  fail +700 +9\.9 +70s  ttft p99 fails$", lines[2]);
        Assert.Equal("chat holds up to 10 requests/s and no longer at 20 (estimate 14.1421); goodput there 9.9 requests/s", lines[^1]);
    }

    [Theory]
    [InlineData(SearchEnd.PassesEverywhere, 10.0, null, "chat holds up to 10 requests/s at least; goodput there 9.9 requests/s")]
    [InlineData(SearchEnd.FailsEverywhere, null, 20.0, "chat does not hold at 20 requests/s, and at no lower level that was measured")]
    [InlineData(SearchEnd.OutOfTime, null, null, "at no level could be told whether chat holds; the time was spent before the ends were as close as asked for")]
    [InlineData(SearchEnd.ClientBound, 10.0, null, "chat holds up to 10 requests/s at least; goodput there 9.9 requests/s; at the last level this client was the bottleneck, not the endpoint")]
    public void Each_ending_has_its_words(SearchEnd end, double? pass, double? fail, string summary) =>
        Assert.Equal(summary, SearchTable.Summary(Document(end, pass, fail)));

    private static SearchDocument Document(SearchEnd end, double? pass, double? fail) =>
        SearchDocument.Of(new ToolInfo("loadgen", "1", "c", ".NET"), s_question, new SearchOutcome(pass, fail, end, [s_pass, s_fail]));
}
