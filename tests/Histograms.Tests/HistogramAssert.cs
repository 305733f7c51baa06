namespace LoadGen.Histograms.Tests;

internal static class HistogramAssert
{
    /// <summary>Both hold the same values the same number of times, whatever their parameters.</summary>
    public static void SameCounts(HdrHistogram expected, HdrHistogram actual)
    {
        Assert.Equal(Counts(expected), Counts(actual));
        Assert.Equal(
            (expected.TotalCount, expected.Min, expected.Max, expected.Mean, expected.StdDev),
            (actual.TotalCount, actual.Min, actual.Max, actual.Mean, actual.StdDev));
    }

    /// <summary>Same counts and same parameters.</summary>
    public static void Same(HdrHistogram expected, HdrHistogram actual)
    {
        Assert.Equal(
            (expected.LowestDiscernibleValue, expected.HighestTrackableValue, expected.SignificantDigits),
            (actual.LowestDiscernibleValue, actual.HighestTrackableValue, actual.SignificantDigits));
        SameCounts(expected, actual);
    }

    public static List<(long Value, long Count)> Counts(HdrHistogram histogram)
        => [.. histogram.RecordedValues().Select(step => (step.Value, step.CountAtValue))];
}
