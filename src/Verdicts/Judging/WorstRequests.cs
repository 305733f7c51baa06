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
        var worst = new PriorityQueue<WorstRequest, (double Excess, int Earlier)>();
        foreach (ref readonly Observation request in CollectionsMarshal.AsSpan(requests))
        {
            if (Of(objectives, request) is { } candidate)
            {
                // The least bad is the first to go, of equals the later.
                worst.Enqueue(candidate, (candidate.Excess ?? double.PositiveInfinity, -candidate.Index));
                if (worst.Count > Count)
                {
                    worst.Dequeue();
                }
            }
        }

        return [.. worst.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element)];
    }

    private static WorstRequest? Of(IReadOnlyList<Objective> objectives, in Observation request)
    {
        if (request.Outcome == Outcome.Cancelled)
        {
            return null;
        }

        double? sendS = double.IsNaN(request.SendS) ? null : request.SendS;
        WorstRequest? worst = null;
        foreach (Objective objective in objectives)
        {
            bool isOfRequest = objective.Kind is ObjectiveKind.Share or ObjectiveKind.Mean;
            if (!objective.Applies(request) || !(isOfRequest || objective.Kind == ObjectiveKind.Rate))
            {
                continue;
            }

            if (request.Outcome != Outcome.Completed)
            {
                return new WorstRequest(request.Index, Outcomes.Name(request.Outcome), sendS, objective.Name, null, null);
            }

            double value = isOfRequest ? objective.ValueOf(request) : double.NaN;
            double excess = objective.IsLeast ? objective.Bound / value : value / objective.Bound;
            if (double.IsFinite(excess) && excess > (worst?.Excess ?? 0))
            {
                worst = new WorstRequest(request.Index, Outcomes.Name(request.Outcome), sendS, objective.IsMet(request) ? null : objective.Name, value, excess);
            }
        }

        return worst;
    }
}
