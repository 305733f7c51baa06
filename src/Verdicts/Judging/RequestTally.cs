using System.Runtime.InteropServices;
using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Verdicts.Judging;

/// <summary>Counts the requests that miss an objective's bound.</summary>
internal static class RequestTally
{
    /// <param name="objective">The objective.</param>
    /// <param name="requests">The requests.</param>
    /// <param name="withSeen">Finds the value that is held against the bound, too: for a percentile all have to be sorted.</param>
    public static Tally Of(Objective objective, List<Observation> requests, bool withSeen)
    {
        bool isShare = objective.Kind == ObjectiveKind.Share;
        var values = new List<double>();
        int n = 0;
        int overruns = 0;
        int failed = 0;
        int withoutValue = 0;
        foreach (ref readonly Observation request in CollectionsMarshal.AsSpan(requests))
        {
            if (!objective.Applies(request))
            {
                continue;
            }

            bool isComplete = request.Outcome == Outcome.Completed;
            double value = isComplete && isShare ? objective.ValueOf(request) : double.NaN;
            if (isShare && isComplete && double.IsNaN(value))
            {
                // Counted as kept, an endpoint that answers in one token would have the best TPOT of all.
                withoutValue++;
                continue;
            }

            n++;
            if (!objective.IsMet(request))
            {
                overruns++;
                failed += isComplete ? 0 : 1;
            }

            if (isShare && isComplete && withSeen)
            {
                values.Add(value);
            }
        }

        return new Tally(n, overruns, "requests")
        {
            Failed = failed,
            WithoutValue = withoutValue,
            HasFloor = isShare,
            Seen = n == 0 || !withSeen ? null : isShare ? Percentile(objective, values, n) : (double)overruns / n,
        };
    }

    // The nearest rank, failed requests being worse than any value; null where it is one of those.
    private static double? Percentile(Objective objective, List<double> values, int n)
    {
        values.Sort();
        if (objective.IsLeast)
        {
            values.Reverse();
        }

        int rank = (int)Math.Ceiling((decimal)objective.RequiredShare * n);
        return rank <= values.Count ? values[Math.Max(0, rank - 1)] : null;
    }
}
