using System.Text;
using System.Text.Json;
using LoadGen.Configuration;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Steady;

namespace LoadGen.Verdicts.Evidence;

/// <summary>Computes a verdict again from the evidence: the SLA's file, the records and the result, and nothing else.</summary>
public static class EvidenceReplay
{
    /// <summary>Computes the verdict on the terms that the result states, and holds the archive's documents against it and against each other.</summary>
    /// <param name="archive">An archive without findings.</param>
    /// <returns>The verdict that was computed, and whatever does not agree: documents of different runs first, then each field in which the verdict differs from the archive's.</returns>
    /// <exception cref="VerdictException">A document in it cannot be used.</exception>
    /// <exception cref="EvidenceException">The archive cannot be read.</exception>
    public static (VerdictDocument Computed, IReadOnlyList<EvidenceFinding> Differences) Run(EvidenceArchive archive)
    {
        ArgumentNullException.ThrowIfNull(archive);
        byte[] given = Document(archive, EvidencePacker.VerdictName);
        VerdictFile.Parse(given, EvidencePacker.VerdictName);
        JsonElement result = EvidenceText.Json(Document(archive, EvidencePacker.ResultName), EvidencePacker.ResultName);
        var terms = RunTerms.Of(result);
        string slaText = Encoding.UTF8.GetString(Document(archive, EvidencePacker.SlaName));
        Sla sla = ReadSla(slaText, terms.SlaPath);
        (double? startS, double? endS) = CheckFacts.SteadySpan(result);
        using Stream records = archive.Open(EvidencePacker.RecordsName);
        IReadOnlyList<Observation> requests = RecordObservation.ReadAll(records, EvidencePacker.RecordsName, startS, endS);
        JsonElement?[] evaluations = [.. CheckFacts.Evaluations(sla).Select((_, i) => Evaluation(archive, i + 1))];
        var options = new JudgeOptions { StopEarly = terms.StopEarly, PlannedRequests = terms.PlannedRequests, Warmup = WarmupCut.Of };
        RunFacts facts = CheckFacts.Of(result, sla, requests, evaluations);
        using var text = new MemoryStream();
        VerdictDocument computed = EvidenceText.Reading(EvidencePacker.RecordsName, () =>
        {
            VerdictDocument judged = SlaJudge.Judge(sla, requests, facts, options);
            VerdictFile.Write(judged, text);
            return judged;
        });
        IEnumerable<EvidenceFinding> differences = EvidenceText
            .Reading(EvidencePacker.VerdictName, () => DocumentDifference.Between(EvidenceText.Json(given, EvidencePacker.VerdictName), EvidenceText.Json(text.ToArray(), EvidencePacker.VerdictName)))
            .Select(difference => new EvidenceFinding(EvidencePacker.VerdictName, difference));
        return (computed, [.. EvidenceAgreement.Check(terms, result, slaText, sla, requests), .. differences]);
    }

    private static Sla ReadSla(string text, string path)
    {
        try
        {
            return SlaFileReader.Parse(text, path);
        }
        catch (ConfigurationException e)
        {
            throw new VerdictException($"{EvidencePacker.SlaName} of the archive cannot be used by this version: {OneLine.Of(e.Problems[0].ToString())}", e);
        }
    }

    private static JsonElement? Evaluation(EvidenceArchive archive, int number) =>
        archive.Read(EvidencePacker.EvaluationName(number)) is { } document ? EvidenceText.Json(document, EvidencePacker.EvaluationName(number)) : null;

    private static byte[] Document(EvidenceArchive archive, string name) =>
        archive.Read(name) ?? throw new VerdictException($"the archive holds no {name}");
}
