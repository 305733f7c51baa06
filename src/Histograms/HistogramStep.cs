namespace LoadGen.Histograms;

/// <summary>One step of an iteration over a histogram.</summary>
/// <param name="Value">The highest value of this step.</param>
/// <param name="PreviousValue">The <see cref="Value"/> of the step before; 0 at the first.</param>
/// <param name="CountAtValue">Values in the one bucket at which the step ended.</param>
/// <param name="CountInStep">Values counted since the step before.</param>
/// <param name="TotalCount">Values counted up to and including this step.</param>
/// <param name="Percentile">The percentage of all values that <see cref="TotalCount"/> is.</param>
/// <param name="PercentileLevel">The percentile that ended the step; equal to <see cref="Percentile"/> but in percentile iterations.</param>
public readonly record struct HistogramStep(
    long Value,
    long PreviousValue,
    long CountAtValue,
    long CountInStep,
    long TotalCount,
    double Percentile,
    double PercentileLevel);
