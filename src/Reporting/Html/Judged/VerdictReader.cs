using System.Text;
using System.Text.Json;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Verdicts;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Reporting.Html.Judged;

/// <summary>A run's verdict, from <c>verdict.json</c>, and what <c>records.jsonl</c> beside it shows of its objectives.</summary>
internal static class VerdictReader
{
    // The document of a hundred objectives has some 200 KB.
    private const long VerdictBytesMax = 4L << 20;

    // Some 500,000 requests; reading more would hold a report up for many seconds.
    private const long RecordsBytesMax = 256L << 20;

    /// <summary>Reads a run's folder.</summary>
    /// <returns>The verdict; null where there is none, with the reason where there should be one.</returns>
    public static (ReportVerdict? Verdict, string? Absent) Read(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, VerdictDocument.FileName));
        if (!file.Exists)
        {
            return (null, null);
        }

        if (file.Length > VerdictBytesMax)
        {
            return (null, $"{VerdictDocument.FileName} has {file.Length >> 20} MB; up to {VerdictBytesMax >> 20} MB are read");
        }

        byte[] json = File.ReadAllBytes(file.FullName);
        VerdictDocument document;
        try
        {
            document = VerdictFile.Parse(json, VerdictDocument.FileName);
        }
        catch (VerdictException e)
        {
            return (null, e.Message);
        }

        if (!IsWhole(document))
        {
            return (null, $"{VerdictDocument.FileName} has a null where an entry belongs");
        }

        // As it stands: what the page shows is what the program wrote, with every field of it.
        using JsonDocument read = JsonDocument.Parse(json);
        return (WithRecords(new ReportVerdict { Document = read.RootElement.Clone(), EvidenceDigest = Digest(folder) }, document, folder), null);
    }

    private static ReportVerdict WithRecords(ReportVerdict verdict, VerdictDocument document, string folder)
    {
        var records = new FileInfo(Path.Combine(folder, "records.jsonl"));
        if (!records.Exists)
        {
            return verdict with { RecordsAbsent = "the run's folder has no records.jsonl" };
        }

        if (records.Length > RecordsBytesMax)
        {
            return verdict with { RecordsAbsent = $"records.jsonl has {records.Length >> 20} MB; up to {RecordsBytesMax >> 20} MB are read" };
        }

        try
        {
            (double? startS, double? endS) = SteadyState(folder);
            var worst = new WorstCourses(document.Worst);
            var all = new List<Observation>();
            int number = 0;
            foreach (string line in File.ReadLines(records.FullName))
            {
                number++;
                byte[] bytes = Encoding.UTF8.GetBytes(line);
                Observation request = RecordObservation.Read(bytes, startS, endS);
                all.Add(request);
                worst.Add(request, bytes);
            }

            return JudgedRequests.Among(all, document.Requests) is not { } judged
                ? verdict with { RecordsAbsent = $"records.jsonl does not have the {document.Requests.Judged} requests that the verdict rests on (a search judges all measurements of a level together)" }
                : verdict with { Objectives = [.. document.Objectives.Select(objective => JudgedObjective.Of(objective, document, judged))], Worst = worst.Found() };
        }
        catch (JsonException e)
        {
            return verdict with { RecordsAbsent = $"records.jsonl: {e.Message}" };
        }
    }

    // By the type's promise there are no nulls; what the file holds is another matter.
    private static bool IsWhole(VerdictDocument document) =>
        document is { Sla: not null, Reason: not null, Requests: not null, Looks: not null, Objectives.Count: > 0, Goodput: not null, Worst: not null, Notes: not null, InvalidReasons: not null }
        && document.Looks.All(look => look is not null)
        && document.Objectives.All(objective => objective is { Name: not null, Metric: not null, Kind: not null, Unit: not null, Reason: not null, Counts: not null })
        && document.Worst.All(worst => worst is { Outcome: not null })
        && document.Notes.Concat(document.InvalidReasons).All(line => line is not null)
        && document.Dispersion is null or { Objective: not null };

    private static (double? StartS, double? EndS) SteadyState(string folder)
    {
        using FileStream file = File.OpenRead(Path.Combine(folder, "result.json"));
        using JsonDocument result = JsonDocument.Parse(file);
        return result.RootElement.ValueKind == JsonValueKind.Object
            && result.RootElement.TryGetProperty("steady_state", out JsonElement steady) && steady.ValueKind == JsonValueKind.Object
            ? (Number(steady, "start_s"), Number(steady, "end_s"))
            : (null, null);
    }

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    // Beside the archive lie its own digest and, as a comment, that of its manifest: the second is the one to hand over.
    private static string? Digest(string folder)
    {
        const string Prefix = "# manifest.json ";
        const int Digits = 64;
        string path = Path.Combine(folder, "evidence.sha256");
        return File.Exists(path)
            ? File.ReadLines(path).Take(10).Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)).Select(line => line[Prefix.Length..].Trim())
                .FirstOrDefault(digest => digest.Length == Digits && digest.All(char.IsAsciiHexDigit))
            : null;
    }
}
