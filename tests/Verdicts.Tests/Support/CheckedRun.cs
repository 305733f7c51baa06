using System.Globalization;
using System.Text.Json;
using LoadGen.Measurement.Results;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Steady;

namespace LoadGen.Verdicts.Tests.Support;

/// <summary>The folder of a check as <c>loadgen check</c> leaves it: records, result, verdict, and the archive of them.</summary>
internal static class CheckedRun
{
    public const string SlaText = """
        name: replayed
        load: { concurrency: 4, requests: 400, isl: 64, ramp_up: 2s, dataset: ../data/questions.jsonl }
        objectives:
          - { metric: ttft, percentile: 90, max: 100ms }
          - { metric: e2e, mean: true, max: 1s }
          - { metric: error_rate, max: 10% }
        """;

    /// <summary>Writes the folder.</summary>
    public static void Fill(TemporaryFolder folder, double ttftMs, int requests = 400, string slaText = SlaText)
    {
        string text = Result(requests, slaText);
        folder.File("result.json", text);
        folder.File("records.jsonl", string.Concat(Enumerable.Range(0, requests).Select(i => Line(i, ttftMs + (i % 7)))));
        Sla sla = SlaFileReader.Parse(slaText, "slas/mine.yaml");
        using FileStream records = File.OpenRead(folder["records.jsonl"]);
        IReadOnlyList<Observation> seen = RecordObservation.ReadAll(records, "records.jsonl", 0.1, 99);
        using var result = JsonDocument.Parse(text);
        using FileStream verdict = File.Create(folder["verdict.json"]);
        VerdictFile.Write(SlaJudge.Judge(sla, seen, CheckFacts.Of(result.RootElement, sla, seen, []), new JudgeOptions { Warmup = WarmupCut.Of, PlannedRequests = 400 }), verdict);
    }

    /// <summary>Packs it, whatever was changed in it.</summary>
    public static void Pack(TemporaryFolder folder, string slaText = SlaText) =>
        EvidencePacker.Pack(folder.Path, slaText, 0, new ToolInfo("loadgen", "1", "c", ".NET"), DateTimeOffset.UnixEpoch, "pass");

    private static string Result(int requests, string slaText) => $$$"""
        {"status":"complete","status_reasons":[],"simulated":false,
        "configuration":{"sla":"slas/mine.yaml","sla_sha256":"{{{RunTerms.DigestOf(slaText)}}}","stop_early":true,"planned_requests":400,"requests":400,
        {{{(slaText.Contains("rate: 10", StringComparison.Ordinal) ? "\"rate_rps\":10" : "\"concurrency\":4")}}},"isl":64,"ramp_up_s":2,"dataset":"slas/../data/questions.jsonl"},
        "outcomes":{"requested":{{{requests}}},"completed":{{{requests}}},"failed":0},
        "steady_state":{"start_s":0.1,"end_s":99},"validity":{"valid":true,"reasons":[]}}
        """;

    private static string Line(int index, double ttftMs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"index\":{index},\"outcome\":\"completed\",\"intended_s\":{0.2 + (index * 0.1):0.0},\"send_s\":{0.2 + (index * 0.1):0.0},\"phase\":\"steady\",\"end_s\":{0.9 + (index * 0.1):0.0},\"ttft_ms\":{ttftMs},\"ttft_intended_ms\":{ttftMs},\"e2e_ms\":{ttftMs + 400},\"input_tokens\":9,\"output_tokens\":4}}\n");
}
