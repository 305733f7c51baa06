using LoadGen.Histograms.Iteration;

namespace LoadGen.Histograms;

public sealed partial class HdrHistogram
{
    /// <summary>Every bucket of the range, empty ones included.</summary>
    public HistogramSteps<AllValuesRule> AllValues() => new(this, default);

    /// <summary>Every bucket in which something was recorded.</summary>
    public HistogramSteps<RecordedValuesRule> RecordedValues() => new(this, default);

    /// <summary>Steps of equal width, up to the highest recorded value.</summary>
    /// <param name="step">The width in value units, at least 1.</param>
    public HistogramSteps<LinearRule> LinearValues(long step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        return new(this, new LinearRule(step));
    }

    /// <summary>Steps that grow by a factor, up to the highest recorded value.</summary>
    /// <param name="first">The width of the first step in value units, at least 1.</param>
    /// <param name="logBase">The factor, above 1 and finite.</param>
    public HistogramSteps<LogarithmicRule> LogarithmicValues(long first, double logBase)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        if (!(logBase > 1 && double.IsFinite(logBase)))
        {
            throw new ArgumentOutOfRangeException(nameof(logBase), logBase, "The factor must be finite and above 1.");
        }

        return new(this, new LogarithmicRule(first, logBase));
    }

    /// <summary>The percentile distribution: steps that halve with each halving of the distance to 100.</summary>
    /// <param name="ticksPerHalfDistance">Steps in each half, at least 1.</param>
    public HistogramSteps<PercentileRule> Percentiles(int ticksPerHalfDistance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ticksPerHalfDistance, 1);
        return new(this, new PercentileRule(ticksPerHalfDistance));
    }
}
