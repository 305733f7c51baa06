using System.Globalization;

namespace LoadGen.Telemetry.Windows;

/// <summary>Values between samples: on the straight line between the two around them.</summary>
internal static class Interpolation
{
    /// <summary>Why a series says nothing of a window; null when it reaches over both of its ends.</summary>
    public static string? WhyNot(ReadOnlySpan<TimedValue> series, TimeWindow window)
    {
        if (!window.IsValid)
        {
            return "the window has no length";
        }

        if (series.IsEmpty)
        {
            return "no sample was taken";
        }

        if (series[0].TimeNs > window.StartNs)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the first sample came {(series[0].TimeNs - window.StartNs) / 1e9:0.###} s after the window's start");
        }

        return series[^1].TimeNs < window.EndNs
            ? string.Create(CultureInfo.InvariantCulture, $"the last sample came {(window.EndNs - series[^1].TimeNs) / 1e9:0.###} s before the window's end")
            : null;
    }

    /// <summary>The value at a time that lies within the series.</summary>
    public static double At(ReadOnlySpan<TimedValue> series, long timeNs)
    {
        int right = IndexAtOrAfter(series, timeNs);
        if (series[right].TimeNs == timeNs)
        {
            return series[right].Value;
        }

        (TimedValue a, TimedValue b) = (series[right - 1], series[right]);
        return a.Value + ((b.Value - a.Value) * ((double)(timeNs - a.TimeNs) / (b.TimeNs - a.TimeNs)));
    }

    /// <summary>The first sample at or after a time; the series' length when there is none.</summary>
    public static int IndexAtOrAfter(ReadOnlySpan<TimedValue> series, long timeNs)
    {
        (int low, int high) = (0, series.Length);
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (series[middle].TimeNs < timeNs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
