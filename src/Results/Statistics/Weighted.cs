namespace LoadGen.Results.Statistics;

/// <summary>Statistics of a resample, told as how often each value was drawn.</summary>
internal static class Weighted
{
    /// <summary>The percentile (0–100) by linear interpolation between the closest ranks, as over the values written out.</summary>
    /// <param name="sorted">The values, ascending.</param>
    /// <param name="times">How often each was drawn.</param>
    /// <param name="total">The sum of <paramref name="times"/>, above 0.</param>
    /// <param name="percentile">Which.</param>
    public static double Percentile(ReadOnlySpan<double> sorted, ReadOnlySpan<int> times, int total, double percentile)
    {
        double rank = percentile / 100 * (total - 1);
        int below = (int)Math.Floor(rank);
        int before = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            before += times[i];
            if (before > below)
            {
                double low = sorted[i];
                double high = before > below + 1 ? low : Next(sorted, times, i + 1, low);
                return low + ((high - low) * (rank - below));
            }
        }

        throw new ArgumentException($"{before} draws, fewer than {total}", nameof(total));
    }

    /// <summary>The mean.</summary>
    public static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<int> times, int total)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += values[i] * times[i];
        }

        return sum / total;
    }

    private static double Next(ReadOnlySpan<double> sorted, ReadOnlySpan<int> times, int from, double last)
    {
        for (int i = from; i < sorted.Length; i++)
        {
            if (times[i] > 0)
            {
                return sorted[i];
            }
        }

        return last;
    }
}
