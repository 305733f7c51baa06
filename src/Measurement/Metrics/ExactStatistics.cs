namespace LoadGen.Measurement.Metrics;

/// <summary>Figures as numpy computes them by default: percentiles by linear interpolation, population standard deviation.</summary>
public sealed class ExactStatistics
{
    private readonly double[] _sorted;

    /// <summary>Wraps values.</summary>
    /// <param name="sorted">The values, ascending. Kept, not copied.</param>
    public ExactStatistics(double[] sorted)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        _sorted = sorted;
        if (sorted.Length > 0)
        {
            Mean = sorted.Average();
            Std = Math.Sqrt(sorted.Sum(v => (v - Mean) * (v - Mean)) / sorted.Length);
        }
    }

    /// <summary>Arithmetic mean; 0 when empty, as InferenceX has it.</summary>
    public double Mean { get; }

    /// <summary>Population standard deviation; 0 when empty.</summary>
    public double Std { get; }

    /// <summary>The percentile (0–100), linear interpolation between the closest ranks (numpy's default); 0 when empty.</summary>
    public double Percentile(double percentile)
    {
        if (_sorted.Length == 0)
        {
            return 0;
        }

        double rank = percentile / 100 * (_sorted.Length - 1);
        int low = (int)Math.Floor(rank);
        int high = Math.Min(low + 1, _sorted.Length - 1);
        return _sorted[low] + ((_sorted[high] - _sorted[low]) * (rank - low));
    }
}
