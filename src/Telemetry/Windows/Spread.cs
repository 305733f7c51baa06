namespace LoadGen.Telemetry.Windows;

/// <summary>Mean and largest of the samples inside a window; null where there are none.</summary>
/// <param name="Mean">Mean of the samples.</param>
/// <param name="Max">Largest of them.</param>
public sealed record Spread(double? Mean, double? Max)
{
    /// <summary>Looks at the samples from the window's start to its end, both included.</summary>
    public static Spread Of(ReadOnlySpan<TimedValue> series, TimeWindow window)
    {
        (double sum, double max, int count) = (0, double.NegativeInfinity, 0);
        for (int i = Interpolation.IndexAtOrAfter(series, window.StartNs); i < series.Length && series[i].TimeNs <= window.EndNs; i++)
        {
            sum += series[i].Value;
            max = Math.Max(max, series[i].Value);
            count++;
        }

        return count == 0 ? new Spread(null, null) : new Spread(sum / count, max);
    }
}
