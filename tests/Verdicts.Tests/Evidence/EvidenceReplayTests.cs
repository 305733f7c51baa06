using System.Globalization;
using System.Text.Json;
using LoadGen.Measurement.Results;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Steady;
using LoadGen.Verdicts.Tests.Support;

namespace LoadGen.Verdicts.Tests.Evidence;

public sealed class EvidenceReplayTests : IDisposable
{
    private const string SlaText = """
        name: replayed
        load: { concurrency: 4, requests: 400 }
        objectives:
          - { metric: ttft, percentile: 90, max: 100ms }
          - { metric: e2e, mean: true, max: 1s }
          - { metric: error_rate, max: 10% }
        """;

    private const string Result = """
        {"status":"complete","status_reasons":[],"simulated":false,"configuration":{"sla":"slas/mine.yaml"},"steady_state":{"start_s":0.1,"end_s":99},"validity":{"valid":true,"reasons":[]}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(50, Verdict.Pass)]
    [InlineData(150, Verdict.Fail)]
    public void A_verdict_is_computed_again_to_the_last_field(double ttftMs, Verdict verdict)
    {
        Make(ttftMs);
        (VerdictDocument computed, IReadOnlyList<string> differences) = EvidenceReplay.Run(Open());
        Assert.Equal(verdict, computed.Verdict);
        Assert.Empty(differences);
        Assert.StartsWith("slas/mine.yaml:", computed.Objectives[0].Place, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verdict_that_its_records_do_not_bear_out_is_betrayed_field_by_field()
    {
        Make(150);
        string verdict = File.ReadAllText(_folder["verdict.json"]).Replace("\"verdict\": \"fail\"", "\"verdict\": \"pass\"", StringComparison.Ordinal);
        _folder.File("verdict.json", verdict);
        Pack();
        (VerdictDocument computed, IReadOnlyList<string> differences) = EvidenceReplay.Run(Open());
        Assert.Equal(Verdict.Fail, computed.Verdict);
        Assert.Contains("verdict: \"fail\" computed, \"pass\" in the document", differences);
    }

    [Fact]
    public void So_are_records_that_were_made_to_fit()
    {
        Make(150);
        _folder.File("records.jsonl", File.ReadAllText(_folder["records.jsonl"]).Replace("\"ttft_ms\":15", "\"ttft_ms\":5", StringComparison.Ordinal));
        Pack();
        Assert.NotEmpty(EvidenceReplay.Run(Open()).Differences);
    }

    [Fact]
    public void A_document_that_cannot_be_used_is_named()
    {
        Make(50);
        _folder.File("records.jsonl", "{\"index\":0}\n");
        Pack();
        Assert.Contains("records.jsonl:1:", Assert.Throws<VerdictException>(() => EvidenceReplay.Run(Open())).Message, StringComparison.Ordinal);
        _folder.File("result.json", "{");
        Pack();
        Assert.Contains("result.json is not JSON", Assert.Throws<VerdictException>(() => EvidenceReplay.Run(Open())).Message, StringComparison.Ordinal);
    }

    private void Make(double ttftMs)
    {
        _folder.File("result.json", Result);
        _folder.File("records.jsonl", string.Concat(Enumerable.Range(0, 400).Select(i => Line(i, ttftMs + (i % 7)))));
        var sla = SlaFileReader.Parse(SlaText, "slas/mine.yaml");
        using (FileStream records = File.OpenRead(_folder["records.jsonl"]))
        {
            IReadOnlyList<Observation> requests = RecordObservation.ReadAll(records, "records.jsonl", 0.1, 99);
            RunFacts facts = CheckFacts.Of(JsonDocument.Parse(Result).RootElement, sla, requests, []);
            using FileStream verdict = File.Create(_folder["verdict.json"]);
            VerdictFile.Write(SlaJudge.Judge(sla, requests, facts, new JudgeOptions { Warmup = WarmupCut.Of }), verdict);
        }

        Pack();
    }

    private void Pack() => EvidencePacker.Pack(_folder.Path, SlaText, 0, new ToolInfo("loadgen", "1", "c", ".NET"), DateTimeOffset.UnixEpoch, "pass");

    private EvidenceArchive Open()
    {
        var archive = EvidenceArchive.Check(_folder[EvidencePacker.ArchiveName], null);
        Assert.Empty(archive.Findings);
        return archive;
    }

    private static string Line(int index, double ttftMs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"index\":{index},\"outcome\":\"completed\",\"intended_s\":{0.2 + (index * 0.1)},\"send_s\":{0.2 + (index * 0.1)},\"phase\":\"steady\",\"end_s\":{0.9 + (index * 0.1)},\"ttft_ms\":{ttftMs},\"ttft_intended_ms\":{ttftMs},\"e2e_ms\":{ttftMs + 400},\"input_tokens\":9,\"output_tokens\":4}}\n");
}
