namespace LoadGen.Results.Statistics;

/// <summary>An estimate and what it may be, at some confidence.</summary>
/// <param name="Estimate">The estimate.</param>
/// <param name="Low">Not below this.</param>
/// <param name="High">Not above this.</param>
public readonly record struct Interval(double Estimate, double Low, double High)
{
    /// <summary>0 is not among what it may be.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;
}
