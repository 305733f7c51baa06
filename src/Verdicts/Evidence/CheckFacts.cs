using System.Text.Json;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Steady;

namespace LoadGen.Verdicts.Evidence;

/// <summary>What a verdict needs to know of a run beside its requests, from the documents that evidence holds: when it is given as when it is re-computed.</summary>
public static class CheckFacts
{
    // As long as bench's options take.
    private const double SecondsMax = 1e8;

    /// <summary>Reads them.</summary>
    /// <param name="result">The run's <c>result.json</c>.</param>
    /// <param name="sla">What was promised.</param>
    /// <param name="requests">The run's requests.</param>
    /// <param name="evaluations">The documents of <see cref="Evaluations"/>, null for one that was not made.</param>
    /// <exception cref="VerdictException">A document lacks what it must have.</exception>
    public static RunFacts Of(JsonElement result, Sla sla, IEnumerable<Observation> requests, IReadOnlyList<JsonElement?> evaluations)
    {
        ArgumentNullException.ThrowIfNull(sla);
        ArgumentNullException.ThrowIfNull(evaluations);
        return EvidenceText.Reading($"{EvidencePacker.ResultName}, or an evaluation's document,", () =>
        {
            string[] reasons = IsTrue(result, "validity", "valid") ? [] : [.. Texts(result.GetProperty("validity").GetProperty("reasons"))];
            bool isAllowed = IsTrue(result, "configuration", "allow_invalid");
            (double? startS, double? endS) = SteadySpan(result);
            return new RunFacts
            {
                InvalidReasons = isAllowed ? [] : reasons,
                Notes = [.. Notes(result, isAllowed ? reasons : [], requests)],
                SteadyStartS = startS,
                SteadyEndS = endS,
                Accuracies = [.. Evaluations(sla).Zip(evaluations).Where(pair => pair.Second is not null).Select(pair => Accuracy(pair.First, pair.Second!.Value))],
            };
        });
    }

    /// <summary>When steady state began and ended, s after the run's start; null where there was none.</summary>
    /// <param name="result">The run's <c>result.json</c>.</param>
    /// <exception cref="VerdictException">It does not say, or no time.</exception>
    public static (double? StartS, double? EndS) SteadySpan(JsonElement result) => EvidenceText.Reading<(double?, double?)>(
        EvidencePacker.ResultName,
        () => result.TryGetProperty("steady_state", out JsonElement steady) && steady.ValueKind == JsonValueKind.Object ? (Seconds(steady, "start_s"), Seconds(steady, "end_s")) : (null, null));

    /// <summary>The evaluations that an SLA asks for, each once, in its order.</summary>
    /// <param name="sla">The SLA.</param>
    public static IReadOnlyList<(string Evaluation, string? Dataset)> Evaluations(Sla sla)
    {
        ArgumentNullException.ThrowIfNull(sla);
        return [.. sla.Objectives.Where(objective => objective.Metric == ObjectiveMetric.Accuracy).Select(objective => (objective.Evaluation!, objective.Dataset)).Distinct()];
    }

    private static IEnumerable<string> Notes(JsonElement result, string[] taken, IEnumerable<Observation> requests)
    {
        foreach (string reason in taken)
        {
            yield return $"the measurement is invalid, which --allow-invalid takes all the same: {reason}";
        }

        foreach (string reason in Texts(result.GetProperty("status_reasons")))
        {
            yield return $"the run is {result.GetProperty("status").GetString()}: {reason}";
        }

        if (IsTrue(result, "simulated"))
        {
            yield return "the endpoint says that it is simulated";
        }

        if (OverloadNote(requests) is { } note)
        {
            yield return note;
        }
    }

    /// <summary>Says that requests piled up, where they did; null where they did not.</summary>
    /// <param name="requests">The run's requests.</param>
    public static string? OverloadNote(IEnumerable<Observation> requests)
    {
        var stability = Stability.Of(requests.Where(request => request.Stage == RunStage.Steady));
        return stability.IsUnstable
            ? FormattableString.Invariant($"requests piled up: from the first quarter of steady state to the last, the TTFT from the intended start rose {stability.TtftRise:0.0} times and the requests under way {stability.UnderWayRise:0.0} times; a longer run would be slower")
            : null;
    }

    private static AccuracyFact Accuracy((string Evaluation, string? Dataset) asked, JsonElement document)
    {
        JsonElement accuracy = document.GetProperty("accuracy");
        (int right, int of) = (accuracy.GetProperty("right").GetInt32(), accuracy.GetProperty("asked").GetInt32());
        return right >= 0 && right <= of ? new AccuracyFact(asked.Evaluation, asked.Dataset, right, of) : throw new FormatException($"{right} right answers of {of}");
    }

    private static double Seconds(JsonElement steady, string name) =>
        steady.GetProperty(name).GetDouble() is var seconds && Math.Abs(seconds) <= SecondsMax ? seconds : throw new FormatException($"steady_state.{name} is no time");

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(text => text.GetString() ?? "");

    private static bool IsTrue(JsonElement document, params string[] path)
    {
        foreach (string name in path)
        {
            if (!document.TryGetProperty(name, out document))
            {
                return false;
            }
        }

        return document.ValueKind == JsonValueKind.True;
    }
}
