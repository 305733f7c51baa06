using System.Globalization;

namespace LoadGen.Watching.Settings;

/// <summary>Times as watch files write them.</summary>
public static class Durations
{
    /// <summary>What problems say is accepted.</summary>
    public const string Accepted = "a time with its unit, such as 500ms, 30s, 5m, 6h or 3d";

    private static readonly (string Unit, double Seconds)[] s_units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];

    // Some three years: a watch's longest window.
    private const double SecondsMax = 1e8;

    /// <summary>Reads a time above 0, or 0 with or without unit; null where it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        foreach ((string unit, double seconds) in s_units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
            {
                return value * seconds < SecondsMax ? TimeSpan.FromSeconds(value * seconds) : null;
            }
        }

        return null;
    }

    /// <summary>Writes a time in its largest whole unit: <c>5m</c>, <c>90s</c>.</summary>
    public static string Text(TimeSpan time)
    {
        for (int i = s_units.Length - 1; i > 0; i--)
        {
            double value = time.TotalSeconds / s_units[i].Seconds;
            if (value >= 1 && value == Math.Floor(value))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value}{s_units[i].Unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds}ms");
    }
}
