using LoadGen.Histograms.Log;

namespace LoadGen.Histograms;

/// <summary>Sums up histogram logs: all of their intervals, or those of a time range and a tag.</summary>
public static class HistogramLogSummary
{
    /// <summary>Reads logs to their ends and sums up the intervals asked for.</summary>
    /// <param name="logs">The logs with the names that errors call them by; the caller's to dispose.</param>
    /// <param name="fromSeconds">Intervals that begin before this many seconds after their log's start are left out; null for no bound.</param>
    /// <param name="toSeconds">Intervals that begin later than this are left out; null for no bound.</param>
    /// <param name="tag">Only intervals of this tag; null takes those without a tag, as the reference's log processor does.</param>
    /// <exception cref="HistogramFormatException">A line is malformed, or the histograms cannot be summed.</exception>
    public static HistogramLogTotals Summarise(
        IEnumerable<(string FileName, TextReader Reader)> logs,
        double? fromSeconds,
        double? toSeconds,
        string? tag)
        => Summarise(logs, fromSeconds, toSeconds, interval => interval.Tag == tag);

    /// <summary>Reads logs to their ends and sums up the intervals asked for, whatever their tags.</summary>
    /// <param name="logs">The logs with the names that errors call them by; the caller's to dispose.</param>
    /// <param name="fromSeconds">Intervals that begin before this many seconds after their log's start are left out; null for no bound.</param>
    /// <param name="toSeconds">Intervals that begin later than this are left out; null for no bound.</param>
    /// <param name="selects">Says which intervals of the time range count.</param>
    /// <exception cref="HistogramFormatException">A line is malformed, or the histograms cannot be summed.</exception>
    public static HistogramLogTotals Summarise(
        IEnumerable<(string FileName, TextReader Reader)> logs,
        double? fromSeconds,
        double? toSeconds,
        Func<HistogramLogInterval, bool> selects)
    {
        ArgumentNullException.ThrowIfNull(logs);
        ArgumentNullException.ThrowIfNull(selects);
        var accumulator = new HistogramAccumulator();
        var intervals = 0;
        double? start = null;
        foreach (var (fileName, text) in logs)
        {
            var reader = new HistogramLogReader(text, fileName);
            foreach (var interval in reader.Read())
            {
                var offset = OffsetSeconds(interval, reader);
                if (!(offset < fromSeconds) && !(offset > toSeconds) && selects(interval))
                {
                    accumulator.Add(interval.Histogram);
                    intervals++;
                }
            }

            start = Earlier(start, reader.StartTimeSeconds);
        }

        return TotalsOf(accumulator.Sum, intervals, start);
    }

    // Subtracting two times since 1970 leaves an error of 10^-7: to the microsecond, a bound of 5 meets an interval at 5.000.
    private static double OffsetSeconds(HistogramLogInterval interval, HistogramLogReader reader)
        => Math.Round(interval.StartSeconds - (reader.StartTimeSeconds ?? interval.StartSeconds), 6);

    private static double? Earlier(double? a, double? b) => a is null || b < a ? b ?? a : a;

    private static HistogramLogTotals TotalsOf(HdrHistogram? sum, int intervals, double? start)
        => sum is null
            ? new HistogramLogTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, start, null)
            : new HistogramLogTotals(
                intervals,
                sum.TotalCount,
                sum.Min,
                sum.Mean,
                sum.ValueAtPercentile(50),
                sum.ValueAtPercentile(90),
                sum.ValueAtPercentile(99),
                sum.ValueAtPercentile(99.9),
                sum.Max,
                start,
                sum);
}
