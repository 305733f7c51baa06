using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Tests.Support;

namespace LoadGen.Verdicts.Tests.Evidence;

public sealed class EvidenceReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(50, Verdict.Pass)]
    [InlineData(150, Verdict.Fail)]
    public void A_verdict_is_computed_again_to_the_last_field(double ttftMs, Verdict verdict)
    {
        CheckedRun.Fill(_folder, ttftMs);
        (VerdictDocument computed, IReadOnlyList<EvidenceFinding> differences) = Replay();
        Assert.Equal(verdict, computed.Verdict);
        Assert.Empty(differences);
        Assert.StartsWith("slas/mine.yaml:", computed.Objectives[0].Place, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verdict_that_its_records_do_not_bear_out_is_betrayed_field_by_field()
    {
        CheckedRun.Fill(_folder, 150);
        Change("verdict.json", "\"verdict\": \"fail\"", "\"verdict\": \"pass\"");
        (VerdictDocument computed, IReadOnlyList<EvidenceFinding> differences) = Replay();
        Assert.Equal(Verdict.Fail, computed.Verdict);
        Assert.Contains(new EvidenceFinding("verdict.json", "verdict: \"fail\" computed, \"pass\" in the document"), differences);
    }

    [Fact]
    public void So_are_records_that_were_made_to_fit()
    {
        CheckedRun.Fill(_folder, 150);
        Change("records.jsonl", "\"ttft_ms\":15", "\"ttft_ms\":5");
        Assert.NotEmpty(Replay().Differences);
    }

    [Fact]
    public void Records_that_were_dropped_are_missed()
    {
        // What is left bears the verdict out: it was certain long before the last records.
        CheckedRun.Fill(_folder, 50);
        string[] lines = File.ReadAllLines(_folder["records.jsonl"]);
        File.WriteAllLines(_folder["records.jsonl"], lines.SkipLast(3));
        Assert.Equal(
            ["records.jsonl: outcomes.requested: 397 in the records, 400 in result.json", "records.jsonl: outcomes.completed: 397 in the records, 400 in result.json"],
            Differences().Where(line => line.StartsWith("records", StringComparison.Ordinal)));
    }

    [Fact]
    public void Failures_that_were_made_completions_are_counted()
    {
        CheckedRun.Fill(_folder, 50);
        Change("result.json", "\"completed\":400,\"failed\":0", "\"completed\":398,\"failed\":2,\"truncated\":2");
        Assert.Equal(
            ["records.jsonl: outcomes.completed: 400 in the records, 398 in result.json", "records.jsonl: outcomes.truncated: 0 in the records, 2 in result.json"], Differences());
    }

    [Theory]
    [InlineData("\"planned_requests\": 400", "\"planned_requests\": 200", "planned_requests: 400 computed, 200 in the document")]
    [InlineData("\"stop_early\": true", "\"stop_early\": false", "stop_early: true computed, false in the document")]
    public void The_plan_is_the_results_and_not_what_the_verdict_says_it_was(string before, string after, string difference)
    {
        CheckedRun.Fill(_folder, 50);
        Change("verdict.json", before, after);
        Assert.Equal(["verdict.json: " + difference], Differences());
    }

    [Fact]
    public void A_plan_that_is_not_the_number_of_requests_asked_for_is_betrayed()
    {
        CheckedRun.Fill(_folder, 50);
        Change("result.json", "\"planned_requests\":400", "\"planned_requests\":200");
        Assert.Contains("result.json: its configuration.planned_requests is 200, its configuration.requests 400", Differences());
    }

    [Fact]
    public void Another_sla_than_the_runs_own_is_betrayed()
    {
        CheckedRun.Fill(_folder, 50);
        string finding = Assert.Single(Differences(CheckedRun.SlaText + "\n# agreed later"));
        Assert.StartsWith("sla.yaml: is not the SLA that the run was made for: its SHA-256 is ", finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"concurrency\":4", "\"concurrency\":2", "load.concurrency is 4, configuration.concurrency of result.json 2")]
    [InlineData("\"concurrency\":4", "\"concurrency\":null", "load.concurrency is 4, configuration.concurrency of result.json null")]
    [InlineData("\"isl\":64", "\"isl\":8", "load.isl is 64, configuration.isl of result.json 8")]
    [InlineData("\"ramp_up_s\":2", "\"ramp_up_s\":20", "load.ramp_up is 2s, configuration.ramp_up_s of result.json 20")]
    [InlineData("data/questions.jsonl", "data/easy.jsonl", "load.dataset is ../data/questions.jsonl, configuration.dataset of result.json \"slas/../data/easy.jsonl\"")]
    public void Another_load_than_the_slas_is_betrayed(string before, string after, string finding)
    {
        CheckedRun.Fill(_folder, 50);
        Change("result.json", before, after);
        Assert.Equal(["sla.yaml: its " + finding], Differences());
    }

    [Fact]
    public void The_loads_end_is_the_users_to_replace()
    {
        CheckedRun.Fill(_folder, 50);
        string slaText = CheckedRun.SlaText.Replace("requests: 400", "requests: 9000", StringComparison.Ordinal);
        Change("verdict.json", "\"requests\": \"400\"", "\"requests\": \"9000\"");
        Change("result.json", RunTerms.DigestOf(CheckedRun.SlaText), RunTerms.DigestOf(slaText));
        Assert.Empty(Differences(slaText));
    }

    [Fact]
    public void A_document_that_cannot_be_used_is_named()
    {
        CheckedRun.Fill(_folder, 50);
        _folder.File("records.jsonl", "{\"index\":0}\n");
        Assert.Contains("records.jsonl:1:", Assert.Throws<VerdictException>(() => Replay()).Message, StringComparison.Ordinal);
        _folder.File("result.json", "{");
        Assert.Contains("result.json is not JSON", Assert.Throws<VerdictException>(() => Replay()).Message, StringComparison.Ordinal);
    }

    // It must be there, or the test changes nothing.
    private void Change(string file, string before, string after)
    {
        string text = File.ReadAllText(_folder[file]);
        Assert.Contains(before, text, StringComparison.Ordinal);
        _folder.File(file, text.Replace(before, after, StringComparison.Ordinal));
    }

    private string[] Differences(string slaText = CheckedRun.SlaText) => [.. Replay(slaText).Differences.Select(finding => finding.ToString())];

    private (VerdictDocument Computed, IReadOnlyList<EvidenceFinding> Differences) Replay(string slaText = CheckedRun.SlaText)
    {
        CheckedRun.Pack(_folder, slaText);
        EvidenceArchive archive = EvidenceArchive.Check(_folder[EvidencePacker.ArchiveName], null);
        Assert.Empty(archive.Findings);
        return EvidenceReplay.Run(archive);
    }
}
