using System.Runtime.InteropServices;
using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Verdicts.Judging;

/// <summary>Finds the requests that missed a bound by most: failed ones first, then by how many times the bound they took.</summary>
internal static class WorstRequests
{
    public const int Count = 10;

    public static IReadOnlyList<WorstRequest> Of(IReadOnlyList<Objective> objectives, List<Observation> requests)
    {
        Objective[] ofRequests = [.. objectives.Where(IsOfRequests)];
        var worst = new PriorityQueue<(Observation Request, Objective Objective), (double Excess, int Earlier)>();
        foreach (ref readonly Observation request in CollectionsMarshal.AsSpan(requests))
        {
            if (Excess(ofRequests, request, out Objective? objective) is not (> 0 and var excess))
            {
                continue;
            }

            // The least bad is the first to go, of equals the later.
            (double Excess, int Earlier) priority = (excess, -request.Index);
            if (worst.Count < Count)
            {
                worst.Enqueue((request, objective!), priority);
            }
            else if (worst.TryPeek(out _, out (double Excess, int Earlier) least) && priority.CompareTo(least) > 0)
            {
                worst.DequeueEnqueue((request, objective!), priority);
            }
        }

        return [.. worst.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => Describe(item.Element.Request, item.Element.Objective, item.Priority.Excess))];
    }

    private static WorstRequest Describe(in Observation request, Objective objective, double excess)
    {
        string outcome = Outcomes.Name(request.Outcome);
        double? sendS = double.IsNaN(request.SendS) ? null : request.SendS;
        return request.Outcome == Outcome.Completed
            ? new WorstRequest(request.Index, outcome, sendS, objective.IsMet(request) ? null : objective.Name, objective.ValueOf(request), excess)
            : new WorstRequest(request.Index, outcome, sendS, objective.Name, null, null);
    }

    // How many times its bound the request took, of the objective that this is most of; infinite where it failed.
    private static double Excess(Objective[] objectives, in Observation request, out Objective? worst)
    {
        worst = null;
        double most = 0;
        foreach (Objective objective in objectives)
        {
            if (!objective.Applies(request))
            {
                continue;
            }

            if (request.Outcome != Outcome.Completed)
            {
                worst = objective;
                return double.PositiveInfinity;
            }

            double value = objective.ValueOf(request);
            double excess = objective.IsLeast ? objective.Bound / value : value / objective.Bound;
            if (double.IsFinite(excess) && excess > most)
            {
                (most, worst) = (excess, objective);
            }
        }

        return most;
    }

    private static bool IsOfRequests(Objective objective) =>
        objective.Kind is ObjectiveKind.Share or ObjectiveKind.Mean || objective.Metric is ObjectiveMetric.ErrorRate or ObjectiveMetric.RateLimitRate or ObjectiveMetric.TruncationRate;
}
