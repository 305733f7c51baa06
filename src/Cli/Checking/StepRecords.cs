using System.Text.Json;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Cli.Checking;

/// <summary>Reads the requests of a step that an earlier process measured.</summary>
internal static class StepRecords
{
    /// <summary>Adds them behind those that are there.</summary>
    public static void AddTo(MeasuredLevel level, string folder)
    {
        using var result = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, EvidencePacker.ResultName)));
        (double? startS, double? endS) = CheckFacts.SteadySpan(result.RootElement);
        string path = Path.Combine(folder, EvidencePacker.RecordsName);
        using FileStream records = File.OpenRead(path);
        List<Observation> seen = level.Requests;
        int firstIndex = seen.Count > 0 ? seen.Max(request => request.Index) + 1 : 0;
        double behindS = seen.Count > 0 ? seen.Max(request => request.EndS) : 0;
        seen.AddRange(RecordObservation.ReadAll(records, path, startS, endS).Select(request => LiveJudge.Behind(request, firstIndex, behindS)));
        level.Steady.AddRange(new RunFacts { SteadyStartS = startS, SteadyEndS = endS, BeginsS = behindS }.Steady);
    }
}
