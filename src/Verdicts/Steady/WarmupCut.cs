using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Verdicts.Steady;

/// <summary>
/// How many requests at the beginning are still warm-up: caches fill, kernels are compiled, a server scales up. Decided once, from the first
/// requests alone and before anything is judged by them; never by eye.
/// </summary>
/// <remarks>
/// <para>MSER-5 (K. P. White, "An effective truncation heuristic for bias reduction in simulation output", Simulation 69, 1997; batches of 5:
/// S. C. Spratt, 1998): the cut that leaves the rest with the least standard error of its mean, at most half. Batches are summed up by their
/// median and not their mean, and the cut counts only where the ranks of what it cuts off lie significantly above the rest.</para>
/// <para>Both keep the rule from working for the endpoint: by itself MSER finds a cut in any sample, mostly one that takes an early slow
/// request away, and a verdict on the tail would be a verdict on what was left of it.</para>
/// </remarks>
public static class WarmupCut
{
    /// <summary>Requests of a batch.</summary>
    public const int BatchRequests = 5;

    /// <summary>Requests that it is decided by; fewer where the run has no more.</summary>
    public const int DecidedByRequests = 200;

    // Under it nothing can be told from chance.
    private const int MinBatches = 8;

    // One-sided p = 0.0001 of the normal distribution. The cut was chosen among many, of which the one that looks best is tested.
    private const double SignificantZ = 3.719;

    /// <summary>How it is found, in words.</summary>
    public static string Rule { get; } = FormattableString.Invariant(
        $"MSER-{BatchRequests} by batch medians over the first {DecidedByRequests} steady requests, where what it cuts off is slower (rank sum, p < 0.0001)");

    /// <summary>How many requests are warm-up.</summary>
    /// <param name="values">A latency of each of the first requests, in the order in which they were due; NaN for one that has none.</param>
    /// <returns>How many at the beginning are to be left out; 0 for none.</returns>
    public static int Of(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<double> decisive = values[..Math.Min(values.Length, DecidedByRequests)];
        double[] medians = Medians(decisive);
        if (medians.Length < MinBatches)
        {
            return 0;
        }

        int batches = LeastError(medians);
        int cut = batches * BatchRequests;
        return cut > 0 && RankSum.Z(Numbers(decisive[..cut]), Numbers(decisive[cut..])) > SignificantZ ? cut : 0;
    }

    /// <summary>How many of the first requests of steady state are warm-up, by their E2E latency; failed ones have none.</summary>
    /// <param name="steady">The requests, in the order in which they were due.</param>
    public static int Of(ReadOnlySpan<Observation> steady)
    {
        double[] values = new double[Math.Min(steady.Length, DecidedByRequests)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = steady[i].Outcome == Outcome.Completed ? steady[i].E2eMs : double.NaN;
        }

        return Of(values);
    }

    // The cut d with the least Σ(x − x̄)² / (n − d)² over the rest.
    private static int LeastError(double[] values)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int cut = 0; cut <= values.Length / 2; cut++)
        {
            ReadOnlySpan<double> rest = values.AsSpan(cut);
            double mean = 0;
            foreach (double value in rest)
            {
                mean += value / rest.Length;
            }

            double error = 0;
            foreach (double value in rest)
            {
                error += (value - mean) * (value - mean) / ((double)rest.Length * rest.Length);
            }

            (best, least) = error < least ? (cut, error) : (best, least);
        }

        return best;
    }

    // A batch without a value takes the one before it: a batch of failures is not a fast one.
    private static double[] Medians(ReadOnlySpan<double> values)
    {
        var medians = new List<double>();
        for (int from = 0; from + BatchRequests <= values.Length; from += BatchRequests)
        {
            double[] batch = Numbers(values.Slice(from, BatchRequests));
            Array.Sort(batch);
            if (batch.Length > 0)
            {
                medians.Add(batch[batch.Length / 2]);
            }
            else if (medians.Count > 0)
            {
                medians.Add(medians[^1]);
            }
        }

        return [.. medians];
    }

    private static double[] Numbers(ReadOnlySpan<double> values)
    {
        var numbers = new List<double>(values.Length);
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                numbers.Add(value);
            }
        }

        return [.. numbers];
    }
}
