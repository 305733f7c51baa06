namespace LoadGen.Telemetry.Windows;

/// <summary>Energy from power: the trapezoid rule over the samples, with both ends of the window on the line between their neighbours.</summary>
public static class PowerIntegral
{
    /// <summary>∫ power dt over the window, J.</summary>
    /// <param name="powerW">Power in W.</param>
    /// <param name="window">The window.</param>
    public static Figure EnergyJ(ReadOnlySpan<TimedValue> powerW, TimeWindow window)
    {
        if (Interpolation.WhyNot(powerW, window) is { } reason)
        {
            return Figure.Missing(reason);
        }

        // In W·ns until the end: whole watts add up without rounding.
        double wattNs = 0;
        var left = new TimedValue(window.StartNs, Interpolation.At(powerW, window.StartNs));
        for (int i = Interpolation.IndexAtOrAfter(powerW, window.StartNs); powerW[i].TimeNs < window.EndNs; i++)
        {
            wattNs += Area(left, powerW[i]);
            left = powerW[i];
        }

        wattNs += Area(left, new TimedValue(window.EndNs, Interpolation.At(powerW, window.EndNs)));
        return Figure.Of(wattNs / 1e9);
    }

    private static double Area(TimedValue left, TimedValue right) => (right.TimeNs - left.TimeNs) * (left.Value + right.Value) / 2;
}
