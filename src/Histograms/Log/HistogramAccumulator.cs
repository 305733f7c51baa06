namespace LoadGen.Histograms.Log;

/// <summary>Sums histograms whose parameters may differ.</summary>
/// <remarks>
/// The sum has unit 1, the widest range and the most digits it has met, and at least three: the histogram into which the
/// reference's own log tests accumulate, so that its published figures come out. Values from a coarser histogram are placed
/// at the lowest value of their bucket; the result does not depend on the order in which histograms came.
/// </remarks>
internal sealed class HistogramAccumulator
{
    private const int DigitsMin = 3;

    /// <summary>The sum; null before the first.</summary>
    public HdrHistogram? Sum { get; private set; }

    /// <exception cref="HistogramFormatException">No one histogram could hold them all.</exception>
    public void Add(HdrHistogram histogram)
    {
        var digits = Math.Max(DigitsMin, histogram.SignificantDigits);
        // A decoded histogram may hold values up to the end of its last bucket, above its highest trackable value.
        var highest = Math.Max(histogram.HighestTrackableValue, histogram.Max);
        if (Sum is null)
        {
            Sum = new HdrHistogram(1, highest, digits);
        }
        else if (digits > Sum.SignificantDigits || histogram.Max > Sum.Layout.HighestCovered)
        {
            var widest = Math.Max(highest, Math.Max(Sum.HighestTrackableValue, Sum.Max));
            var wider = new HdrHistogram(1, widest, Math.Max(digits, Sum.SignificantDigits));
            wider.Add(Sum);
            Sum = wider;
        }

        if (histogram.TotalCount > HdrHistogram.TotalCountMax - Sum.TotalCount)
        {
            throw new HistogramFormatException($"The histograms cannot be summed: together they count more than {HdrHistogram.TotalCountMax} values.");
        }

        Sum.Add(histogram);
    }
}
