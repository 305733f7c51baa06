using System.Runtime.InteropServices;
using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Judging;

/// <summary>Judges an objective on a mean over completed requests, at the end of the run, by a bootstrap over blocks of consecutive ones.</summary>
internal static class MeanJudge
{
    public static ObjectiveVerdict Judge(Objective objective, List<Observation> requests, LookBudget budget)
    {
        var values = new List<double>();
        int failed = 0;
        int withoutValue = 0;
        foreach (ref readonly Observation request in CollectionsMarshal.AsSpan(requests))
        {
            if (!objective.Applies(request))
            {
                continue;
            }

            double value = request.Outcome == Outcome.Completed ? objective.ValueOf(request) : double.NaN;
            if (!double.IsNaN(value))
            {
                values.Add(value);
            }
            else if (request.Outcome == Outcome.Completed)
            {
                withoutValue++;
            }
            else
            {
                failed++;
            }
        }

        // Blocks of n^⅓ values: the length at which a block's own variance and what blocks share balance (P. Hall, J. Horowitz and B. Jing, 1995).
        int n = values.Count;
        int blocks = (int)Math.Round(Math.Cbrt((double)n * n));
        BlockBootstrap? bootstrap = budget.IsLast && blocks >= BlockBootstrap.BlocksMin ? OverBlocks(values, blocks) : null;
        return EstimateVerdict.Of(objective, budget, new Estimate
        {
            Kind = "mean",
            Of = "mean",
            Counts = "requests",
            N = n,
            Failed = failed,
            WithoutValue = withoutValue,
            Seen = n == 0 ? null : values.Average(),
            Bootstrap = bootstrap,
            Method = $"studentised bootstrap over {Wording.Count(blocks)} blocks of consecutive requests",
            TooFew = "90 requests at least, so that there are 20 blocks of them",
        });
    }

    private static BlockBootstrap OverBlocks(List<double> values, int blocks)
    {
        var sums = new double[blocks];
        var counts = new double[blocks];
        for (int block = 0; block < blocks; block++)
        {
            int from = (int)((long)values.Count * block / blocks);
            int to = (int)((long)values.Count * (block + 1) / blocks);
            counts[block] = to - from;
            for (int i = from; i < to; i++)
            {
                sums[block] += values[i];
            }
        }

        return new BlockBootstrap(sums, counts);
    }
}
