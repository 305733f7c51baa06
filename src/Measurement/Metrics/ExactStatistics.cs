namespace LoadGen.Measurement.Metrics;

/// <summary>Figures as numpy computes them by default: percentiles by linear interpolation, population standard deviation.</summary>
public sealed class ExactStatistics
{
    private readonly IEnumerable<double> _ascending;
    private readonly long _count;

    /// <summary>Wraps values.</summary>
    /// <param name="sorted">The values, ascending. Kept, not copied.</param>
    public ExactStatistics(double[] sorted)
        : this(sorted, sorted?.Length ?? 0)
    {
    }

    /// <summary>Wraps samples, which are read once for each figure and never held as an array.</summary>
    /// <param name="samples">Nothing may be added to them meanwhile.</param>
    public ExactStatistics(ExactSamples samples)
        : this(samples?.Ascending()!, samples?.Count ?? 0)
    {
    }

    private ExactStatistics(IEnumerable<double> ascending, long count)
    {
        ArgumentNullException.ThrowIfNull(ascending);
        (_ascending, _count) = (ascending, count);
        if (count > 0)
        {
            Mean = ascending.Average();
            Std = Math.Sqrt(ascending.Sum(v => (v - Mean) * (v - Mean)) / count);
        }
    }

    /// <summary>Arithmetic mean; 0 when empty, as InferenceX has it.</summary>
    public double Mean { get; }

    /// <summary>Population standard deviation; 0 when empty.</summary>
    public double Std { get; }

    /// <summary>The percentile (0–100), linear interpolation between the closest ranks (numpy's default); 0 when empty.</summary>
    public double Percentile(double percentile)
    {
        if (_count == 0)
        {
            return 0;
        }

        double rank = percentile / 100 * (_count - 1);
        int low = (int)Math.Floor(rank);
        double[] closest = [.. _ascending.Skip(low).Take(2)];
        return closest[0] + ((closest[^1] - closest[0]) * (rank - low));
    }
}
