using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Reporting.Html.Judged;

/// <summary>The requests that a verdict rests on, found again among a run's records by what the verdict says of those it left out.</summary>
internal static class JudgedRequests
{
    /// <summary>Finds them.</summary>
    /// <param name="all">The run's requests, in any order; they are put in the order in which they were due.</param>
    /// <param name="counts">What the verdict left out.</param>
    /// <returns>The requests in the order in which they were due; null where the records do not have them.</returns>
    public static Observation[]? Among(List<Observation> all, RequestCounts counts)
    {
        all.Sort((a, b) => a.Index.CompareTo(b.Index));
        Observation[] steady = [.. all.Where(request => request.Stage == RunStage.Steady)];

        // Where steady state never came, every request that was sent counts.
        bool isOutage = counts is { Ramp: 0, Drain: 0, Warmup: 0 } && steady.Length < counts.Judged;
        IEnumerable<Observation> candidates = isOutage ? all.Where(request => request.Stage != RunStage.Unsent) : steady.Skip(counts.Warmup);
        Observation[] judged = [.. candidates.Take(counts.Judged)];
        return judged.Length == counts.Judged ? judged : null;
    }
}
