using System.Text;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Reporting.Tests.Html.Support;

/// <summary>Runs with a verdict: the records are written by hand, the verdict on them is the judge's own.</summary>
internal static class JudgedRuns
{
    /// <summary>An objective that 99% of requests must have their first token within 2 s.</summary>
    public const string TtftP99 = "{ metric: ttft, percentile: 99, max: 2000ms }";

    /// <summary>Requests of which every so many-th misses <see cref="TtftP99"/>; the others have values of their own from 100 ms up.</summary>
    public static IEnumerable<RequestFor> Requests(int count, int missEvery) =>
        Enumerable.Range(0, count).Select(i => new RequestFor(i % missEvery == missEvery - 1 ? 2500 + i : 100 + i));

    /// <summary>Writes records, result and verdict of a run.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="requests">Its requests, in the order in which they were due.</param>
    /// <param name="objectives">The SLA's objectives, as its file has them.</param>
    /// <param name="stopEarly">There are looks before the last.</param>
    /// <param name="warmup">So many of the first requests of steady state are left out.</param>
    /// <param name="name">The SLA's name.</param>
    /// <param name="invalid">Why the measurement is invalid.</param>
    public static VerdictDocument Judge(
        this RunFolderFor folder, IEnumerable<RequestFor> requests, IReadOnlyList<string>? objectives = null, bool stopEarly = false, int warmup = 0, string name = "a promise", string? invalid = null)
    {
        string[] lines = [.. requests.Select((request, i) => request.Line(i))];
        folder.Result(lines.Length / 10.0).Records(lines);
        string text = $"""
            name: {System.Text.Json.JsonSerializer.Serialize(name)}
            stop_early: {(stopEarly ? "true" : "false")}
            load: {"{"} rate: 10, isl: 1024, requests: {lines.Length} {"}"}
            objectives:
            {string.Join('\n', (objectives ?? [TtftP99]).Select(objective => "  - " + objective))}
            """;
        Sla sla = SlaFileReader.Parse(text, "sla.yaml");
        VerdictDocument document = SlaJudge.Judge(
            sla,
            lines.Select(line => RecordObservation.Read(Encoding.UTF8.GetBytes(line), null, null)),
            new RunFacts { InvalidReasons = invalid is null ? [] : [invalid] },
            new JudgeOptions { Warmup = warmup == 0 ? null : _ => warmup });
        folder.Write(document);
        return document;
    }

    /// <summary>Writes a verdict.</summary>
    public static void Write(this RunFolderFor folder, VerdictDocument document)
    {
        using FileStream file = File.Create(Path.Combine(folder.Path, VerdictDocument.FileName));
        VerdictFile.Write(document, file);
    }
}
