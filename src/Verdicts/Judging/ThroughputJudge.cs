using System.Runtime.InteropServices;
using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Judging;

/// <summary>
/// Judges output tokens a second over the time of steady state, at the end of the run, by a bootstrap over blocks of time. A completed
/// request's tokens are spread evenly from its first to its last; those of requests that began before steady state, or ended after it,
/// count as far as they lie inside.
/// </summary>
internal static class ThroughputJudge
{
    // As many blocks as the spread of their figures needs, and each as long as it can be: what is under way at a block's end ties it to the next.
    private const int BlocksMax = 100;

    public static ObjectiveVerdict Judge(Objective objective, List<Observation> all, RunFacts facts, LookBudget budget)
    {
        double[] tokens = [];
        double[] lengths = [];
        if (budget.IsLast && facts.Steady is { Count: > 0 } spans)
        {
            (tokens, lengths) = OverBlocks(all, spans);
        }

        bool hasTokens = tokens.Any(count => count > 0);
        return EstimateVerdict.Of(objective, budget, new Estimate
        {
            Kind = "whole",
            Of = "output_tokens_per_s",
            Counts = "blocks",
            N = lengths.Length,
            Seen = tokens.Length == 0 ? null : tokens.Sum() / lengths.Sum(),
            Bootstrap = hasTokens ? new BlockBootstrap(tokens, lengths) : null,
            Method = $"studentised bootstrap over {Wording.Count(lengths.Length)} blocks of time",
            TooFew = "a steady state in which tokens arrived",
        });
    }

    // Each measurement's steady state has blocks of its own, in proportion to its length: what lies between two of them is nobody's load.
    private static (double[] Tokens, double[] Lengths) OverBlocks(List<Observation> all, IReadOnlyList<SteadyTime> spans)
    {
        int blocks = Math.Clamp((int)Math.Sqrt(all.Count), BlockBootstrap.BlocksMin, BlocksMax);
        double wholeS = spans.Sum(span => span.EndS - span.StartS);
        var tokens = new List<double>();
        var lengths = new List<double>();
        foreach ((double startS, double endS) in spans)
        {
            int own = Math.Max(1, (int)Math.Ceiling(blocks * ((endS - startS) / wholeS)));
            double blockS = (endS - startS) / own;
            tokens.AddRange(Tokens(all, startS, blockS, own));
            lengths.AddRange(Enumerable.Repeat(blockS, own));
        }

        return ([.. tokens], [.. lengths]);
    }

    private static double[] Tokens(List<Observation> all, double startS, double blockS, int blocks)
    {
        var tokens = new double[blocks];
        foreach (ref readonly Observation request in CollectionsMarshal.AsSpan(all))
        {
            if (request.Outcome != Outcome.Completed || request.OutputTokens == 0 || double.IsNaN(request.SendS))
            {
                continue;
            }

            double last = request.SendS + (request.E2eMs / 1000);
            double first = double.IsNaN(request.TtftMs) ? last : request.SendS + (request.TtftMs / 1000);
            if (request.OutputTokens == 1 || last <= first)
            {
                Add(tokens, (first - startS) / blockS, request.OutputTokens);
                continue;
            }

            Add(tokens, (first - startS) / blockS, 1);
            Spread(tokens, (first - startS) / blockS, (last - startS) / blockS, request.OutputTokens - 1);
        }

        return tokens;
    }

    private static void Add(double[] tokens, double at, double count)
    {
        if (at >= 0 && at < tokens.Length)
        {
            tokens[(int)at] += count;
        }
    }

    private static void Spread(double[] tokens, double from, double to, double count)
    {
        double each = count / (to - from);
        for (int block = Math.Max(0, (int)Math.Floor(from)); block < tokens.Length && block < to; block++)
        {
            tokens[block] += each * Math.Max(0, Math.Min(to, block + 1) - Math.Max(from, block));
        }
    }
}
