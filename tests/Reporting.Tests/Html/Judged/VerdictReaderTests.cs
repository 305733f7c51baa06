using System.Text.Json;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Reporting.Html.Judged;
using LoadGen.Reporting.Tests.Html.Support;
using LoadGen.Verdicts.Documents;

namespace LoadGen.Reporting.Tests.Html.Judged;

public sealed class VerdictReaderTests : IDisposable
{
    private readonly RunFolderFor _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_without_a_verdict_has_none_and_no_reason_why()
    {
        _folder.Result(10);
        Assert.Equal((null, null), VerdictReader.Read(_folder.Path));
    }

    [Fact]
    public void The_document_stands_in_the_report_as_it_was_written()
    {
        _folder.Judge(JudgedRuns.Requests(700, missEvery: 500));
        ReportVerdict verdict = Read();
        using JsonDocument written = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder.Path, "verdict.json")));
        Assert.True(JsonElement.DeepEquals(written.RootElement, verdict.Document));
        Assert.Null(verdict.EvidenceDigest);
        Assert.Null(verdict.RecordsAbsent);
    }

    [Fact]
    public void Values_are_those_of_the_requests_that_the_verdict_rests_on_and_the_one_it_is_judged_by_is_among_them()
    {
        IEnumerable<RequestFor> requests =
        [
            .. Enumerable.Repeat(new RequestFor(9000) { Phase = "ramp" }, 20),
            .. Enumerable.Repeat(new RequestFor(8000), 30),
            .. JudgedRuns.Requests(700, missEvery: 500),
            new RequestFor(7000) { Phase = "drain" },
        ];
        VerdictDocument document = _folder.Judge(requests, warmup: 30);
        Assert.Equal(700, document.Requests.Judged);

        ReportObjective objective = Assert.Single(Read().Objectives!);

        Assert.Null(objective.Absent);
        Assert.Equal(100, objective.Values![0][1]);
        Assert.Equal(100 * (1 - (0.5 / 700)), objective.Values[^1][0], 1e-5);
        Assert.Equal(2999, objective.Values[^1][1]);
        Assert.Contains(objective.Values, point => point[0] == 99 && point[1] == document.Objectives[0].Seen);
    }

    [Fact]
    public void Overruns_stand_where_they_came_and_the_last_look_has_the_verdict_s_own_boundary()
    {
        VerdictDocument document = _folder.Judge(JudgedRuns.Requests(1500, missEvery: 400));
        ReportObjective objective = Assert.Single(Read().Objectives!);
        Assert.Equal([[0, 0], [400, 1], [800, 2], [1200, 3], [1500, 3]], objective.Overruns!);
        int?[] look = Assert.Single(objective.Looks!);
        Assert.Equal([1500, 3, document.Objectives[0].OverrunsAllowed], look[..3]);
        Assert.InRange(look[3]!.Value, look[2]!.Value + 1, 40);
    }

    [Fact]
    public void Every_look_of_a_run_that_ended_early_is_there_and_the_last_of_them_decided()
    {
        VerdictDocument document = _folder.Judge(JudgedRuns.Requests(3000, missEvery: 5), stopEarly: true);
        Assert.Equal(Verdict.Fail, document.Verdict);
        Assert.True(document.StoppedEarly);
        ReportObjective objective = Assert.Single(Read().Objectives!);
        Assert.Equal(document.Looks.Select(look => (int?)look.Requests), objective.Looks!.Select(look => look[0]));
        Assert.All(objective.Looks!.SkipLast(1), look => Assert.True(look[3] is null || look[1] < look[3]));
        Assert.True(objective.Looks![^1][1] >= objective.Looks[^1][3]);
    }

    [Fact]
    public void Bands_leave_out_other_requests()
    {
        IEnumerable<RequestFor> requests = Enumerable.Range(0, 400).Select(i => new RequestFor(i % 2 == 0 ? 100 : 5000) { InputTokens = i % 2 == 0 ? 100 : 9000 });
        _folder.Judge(requests, ["{ metric: ttft, percentile: 90, max: 2000ms, context: 0-8192 }", "{ metric: ttft, percentile: 90, max: 2000ms, context: 8193- }"]);
        IReadOnlyList<ReportObjective> objectives = Read().Objectives!;
        Assert.Equal([200, 0], objectives[0].Overruns![^1]);
        Assert.Equal([200, 200], objectives[1].Overruns![^1]);
        Assert.All(objectives[1].Values!, point => Assert.Equal(5000, point[1]));
    }

    [Fact]
    public void Of_a_least_value_the_best_is_the_highest()
    {
        _folder.Judge(Enumerable.Range(0, 200).Select(i => new RequestFor(100) { TpotMs = 10 + i }), ["{ metric: interactivity, percentile: 10, min: 5 }"]);
        IReadOnlyList<double[]> values = Assert.Single(Read().Objectives!).Values!;
        Assert.Equal(100, values[0][1]);
        Assert.Equal(1000.0 / 209, values[^1][1], 0.001);
        Assert.Equal(values.OrderBy(point => point[0]), values);
    }

    [Fact]
    public void Failed_requests_are_overruns_without_a_value_so_that_values_end_before_them()
    {
        _folder.Judge(Enumerable.Range(0, 100).Select(i => i < 80 ? new RequestFor(100) : new RequestFor(30_000) { Outcome = "timed_out" }), [JudgedRuns.TtftP99, "{ metric: error_rate, max: 1% }"]);
        IReadOnlyList<ReportObjective> objectives = Read().Objectives!;
        Assert.Equal(80, objectives[0].Values![^1][0]);
        Assert.Equal([100, 20], objectives[0].Overruns![^1]);
        Assert.Null(objectives[1].Values);
        Assert.Equal([100, 20], objectives[1].Overruns![^1]);
    }

    [Fact]
    public void A_mean_has_values_and_no_overruns_and_availability_has_neither()
    {
        _folder.Judge(JudgedRuns.Requests(200, missEvery: 100), ["{ metric: e2e, mean: true, max: 20s }", "{ metric: availability, min: 99%, window: 5s }"]);
        IReadOnlyList<ReportObjective> objectives = Read().Objectives!;
        Assert.NotEmpty(objectives[0].Values!);
        Assert.Null(objectives[0].Overruns);
        Assert.Null(objectives[1].Values);
        Assert.Contains("windows", objectives[1].Absent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_that_never_answered_was_judged_by_all_that_was_sent()
    {
        VerdictDocument document = _folder.Judge(Enumerable.Repeat(new RequestFor(10) { Outcome = "status_5xx", Phase = "ramp" }, 50));
        Assert.Equal(50, document.Requests.Judged);
        Assert.Equal([50, 50], Assert.Single(Read().Objectives!).Overruns![^1]);
    }

    [Fact]
    public void The_worst_requests_have_their_course_and_what_went_wrong()
    {
        RequestFor[] requests = [.. JudgedRuns.Requests(100, missEvery: 50)];
        requests[70] = new RequestFor(30_000) { Outcome = "timed_out", Error = new string('e', 1000), Session = "s-7" };
        VerdictDocument document = _folder.Judge(requests);
        IReadOnlyList<ReportWorstRequest> worst = Read().Worst!;
        Assert.Equal(document.Worst.Select(request => request.Index), worst.Select(request => request.Index));
        Assert.Equal((70, "s-7", 2, 7.0, 30_000.0), (worst[0].Index, worst[0].Session, worst[0].Turn, worst[0].SendS, worst[0].LastedMs));
        Assert.Null(worst[0].TtftMs);
        Assert.Equal(301, worst[0].Error!.Length);
        Assert.Equal((99, 2599.0, 30.0), (worst[1].Index, worst[1].TtftMs, worst[1].ItlMaxMs));
    }

    [Fact]
    public void A_record_of_another_request_with_a_worst_one_s_index_is_not_its_course()
    {
        VerdictDocument document = _folder.Judge(JudgedRuns.Requests(100, missEvery: 50));
        _folder.Write(document with { Worst = [document.Worst[0] with { SendS = 3.25 }, document.Worst[1] with { Outcome = "refused" }, document.Worst[2]] });
        Assert.Equal(document.Worst[2].Index, Assert.Single(Read().Worst!).Index);
    }

    [Fact]
    public void Records_that_the_verdict_was_not_given_on_are_not_drawn()
    {
        RequestFor[] requests = [.. JudgedRuns.Requests(700, missEvery: 500)];
        VerdictDocument document = _folder.Judge(requests);
        requests[3] = new RequestFor(6000);
        _folder.Records([.. requests.Select((request, i) => request.Line(i))]);
        string? absent = Assert.Single(Read().Objectives!).Absent;
        Assert.Contains("2 overruns among 700 requests, verdict.json says 1 among 700", absent, StringComparison.Ordinal);

        _folder.Records([.. requests.Take(600).Select((request, i) => request.Line(i))]);
        Assert.StartsWith("records.jsonl does not have the 700 requests that the verdict rests on", Read().RecordsAbsent, StringComparison.Ordinal);
        Assert.Null(Read().Worst);

        _folder.Records("{}");
        Assert.Contains("'index' is missing", Read().RecordsAbsent, StringComparison.Ordinal);

        File.Delete(Path.Combine(_folder.Path, "records.jsonl"));
        Assert.Contains("no records.jsonl", Read().RecordsAbsent, StringComparison.Ordinal);
        Assert.Equal(document.Sla, Read().Document.GetProperty("sla").GetString());
    }

    [Theory]
    [InlineData("", "verdict.json:1")]
    [InlineData("null", "found null")]
    [InlineData("[]", "verdict.json:1")]
    [InlineData("{\"schema\":\"other\"}", "verdict.json:1")]
    public void A_document_that_is_none_costs_the_verdict_and_says_why(string text, string reason)
    {
        _folder.Result(10);
        _folder.Write("verdict.json", text);
        (ReportVerdict? verdict, string? absent) = VerdictReader.Read(_folder.Path);
        Assert.Null(verdict);
        Assert.Contains(reason, absent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"looks\": [", "\"looks\": [ null,")]
    [InlineData("\"objectives\": [", "\"objectives\": [ null,")]
    [InlineData("\"name\": \"ttft p99 ≤ 2000 ms\"", "\"name\": null")]
    [InlineData("\"sla\": \"a promise\"", "\"sla\": null")]
    public void A_null_where_an_entry_belongs_costs_the_verdict_and_not_the_report(string found, string instead)
    {
        _folder.Judge(JudgedRuns.Requests(100, missEvery: 50));
        string text = File.ReadAllText(Path.Combine(_folder.Path, "verdict.json"));
        Assert.Contains(found, text, StringComparison.Ordinal);
        _folder.Write("verdict.json", text.Replace(found, instead, StringComparison.Ordinal));
        (ReportVerdict? verdict, string? absent) = VerdictReader.Read(_folder.Path);
        Assert.Null(verdict);
        Assert.Contains("null where an entry belongs", absent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("1e300")]
    [InlineData("null")]
    public void A_share_that_is_none_costs_the_objective_s_charts(string share)
    {
        _folder.Judge(JudgedRuns.Requests(100, missEvery: 50));
        string text = File.ReadAllText(Path.Combine(_folder.Path, "verdict.json"));
        Assert.Contains("\"required_share\": 0.99", text, StringComparison.Ordinal);
        _folder.Write("verdict.json", text.Replace("\"required_share\": 0.99", $"\"required_share\": {share}", StringComparison.Ordinal));
        Assert.Contains("no share above 0", Assert.Single(Read().Objectives!).Absent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_is_that_of_the_evidence_s_manifest()
    {
        _folder.Judge(JudgedRuns.Requests(100, missEvery: 50));
        string manifest = new('a', 64);
        _folder.Write("evidence.sha256", $"# manifest.json {manifest}\n{new string('b', 64)}  evidence.tar.gz\n");
        Assert.Equal(manifest, Read().EvidenceDigest);
        _folder.Write("evidence.sha256", "# manifest.json <script>\n");
        Assert.Null(Read().EvidenceDigest);
    }

    private ReportVerdict Read()
    {
        (ReportVerdict? verdict, string? absent) = VerdictReader.Read(_folder.Path);
        Assert.Null(absent);
        return verdict!;
    }
}
