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
    /// <summary>The key of the result's configuration that says which file the SLA was read from: places in it name that file.</summary>
    public const string SlaPathKey = "sla";

    /// <summary>Computes the verdict and holds it against the archive's own.</summary>
    /// <param name="archive">An archive without findings.</param>
    /// <returns>The verdict that was computed, and each field in which it differs from the archive's.</returns>
    /// <exception cref="VerdictException">A document in it cannot be used.</exception>
    /// <exception cref="EvidenceException">The archive cannot be read.</exception>
    public static (VerdictDocument Computed, IReadOnlyList<string> Differences) Run(EvidenceArchive archive)
    {
        ArgumentNullException.ThrowIfNull(archive);
        byte[] given = Document(archive, EvidencePacker.VerdictName);
        VerdictDocument verdict = VerdictFile.Parse(given, EvidencePacker.VerdictName);
        JsonElement result = Json(Document(archive, EvidencePacker.ResultName), EvidencePacker.ResultName);
        Sla sla = ReadSla(archive, result);
        (double? startS, double? endS) = CheckFacts.SteadySpan(result);
        using Stream records = archive.Open(EvidencePacker.RecordsName);
        IReadOnlyList<Observation> requests = RecordObservation.ReadAll(records, EvidencePacker.RecordsName, startS, endS);
        JsonElement?[] evaluations = [.. CheckFacts.Evaluations(sla).Select((_, i) => Evaluation(archive, i + 1))];
        VerdictDocument computed = SlaJudge.Judge(sla, requests, CheckFacts.Of(result, sla, requests, evaluations), JudgeOptions.Of(verdict, WarmupCut.Of));
        using var text = new MemoryStream();
        VerdictFile.Write(computed, text);
        return (computed, DocumentDifference.Between(Json(given, EvidencePacker.VerdictName), Json(text.ToArray(), EvidencePacker.VerdictName)));
    }

    private static Sla ReadSla(EvidenceArchive archive, JsonElement result)
    {
        string path = result.GetProperty("configuration").TryGetProperty(SlaPathKey, out JsonElement name) && name.GetString() is { Length: > 0 } known ? known : EvidencePacker.SlaName;
        try
        {
            return SlaFileReader.Parse(Encoding.UTF8.GetString(Document(archive, EvidencePacker.SlaName)), path);
        }
        catch (ConfigurationException e)
        {
            throw new VerdictException($"{EvidencePacker.SlaName} of the archive cannot be used by this version: {e.Problems[0]}", e);
        }
    }

    private static JsonElement? Evaluation(EvidenceArchive archive, int number) =>
        archive.Read(EvidencePacker.EvaluationName(number)) is { } document ? Json(document, EvidencePacker.EvaluationName(number)) : null;

    private static byte[] Document(EvidenceArchive archive, string name) =>
        archive.Read(name) ?? throw new VerdictException($"the archive holds no {name}");

    private static JsonElement Json(byte[] text, string name)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException e)
        {
            throw new VerdictException($"{name} is not JSON ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }
}
