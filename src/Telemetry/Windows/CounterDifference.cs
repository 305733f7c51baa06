namespace LoadGen.Telemetry.Windows;

/// <summary>Energy from the device's own counter: its value at the window's end less that at its start, each between the two samples around it.</summary>
public static class CounterDifference
{
    /// <summary>What the counter grew by over the window, J.</summary>
    /// <param name="energyJ">The counter, J.</param>
    /// <param name="window">The window.</param>
    public static Figure EnergyJ(ReadOnlySpan<TimedValue> energyJ, TimeWindow window)
    {
        if (Interpolation.WhyNot(energyJ, window) is { } reason)
        {
            return Figure.Missing(reason);
        }

        for (int i = Math.Max(1, Interpolation.IndexAtOrAfter(energyJ, window.StartNs)); i < energyJ.Length && energyJ[i - 1].TimeNs < window.EndNs; i++)
        {
            if (energyJ[i].Value < energyJ[i - 1].Value)
            {
                return Figure.Missing("the energy counter went back: the driver was reloaded or the GPU was reset");
            }
        }

        return Figure.Of(Interpolation.At(energyJ, window.EndNs) - Interpolation.At(energyJ, window.StartNs));
    }
}
