using System.Globalization;
using System.Text.Json;
using LoadGen.Verdicts.Objectives;

namespace LoadGen.Verdicts.Settings;

/// <summary>Values with units, as SLA files write them.</summary>
public static class Units
{
    // As long as bench's options take.
    private const double SecondsMax = 1e8;

    /// <summary>A time with its unit, such as <c>250ms</c>, <c>2s</c>, <c>10m</c> or <c>1h</c>; null where it is none.</summary>
    public static TimeSpan? Time(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (string number, double unitS) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 0.001),
            _ when text.EndsWith('s') => (text[..^1], 1),
            _ when text.EndsWith('m') => (text[..^1], 60),
            _ when text.EndsWith('h') => (text[..^1], 3600),
            _ => ("", 0.0),
        };
        return TryNumber(number, out double value) && value * unitS < SecondsMax ? TimeSpan.FromSeconds(value * unitS) : null;
    }

    /// <summary>A share such as <c>99.5%</c> as 0.995; null where it is none.</summary>
    public static double? Share(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Through decimal: 99.9 / 100 in doubles is not the double that is written 0.999.
        return text.EndsWith('%') && decimal.TryParse(text.AsSpan(0, text.Length - 1).TrimEnd(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal percent)
            ? (double)(percent / 100)
            : null;
    }

    /// <summary>A percentile as a share: 99.9 as 0.999.</summary>
    public static double OfPercentile(double percentile) => (double)((decimal)percentile / 100);

    /// <summary>What a share leaves: 0.999 leaves 0.001, and not the double next to it.</summary>
    public static double Rest(double share) => (double)(1 - (decimal)share);

    /// <summary>A band such as <c>0-8192</c>, <c>2-</c> or <c>1</c>; null where it is none.</summary>
    public static Band? Range(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (!TryWhole(dash < 0 ? text : text[..dash], out int from))
        {
            return null;
        }

        string end = dash < 0 ? text : text[(dash + 1)..];
        int to = int.MaxValue;
        return end.Trim().Length == 0 || TryWhole(end, out to) ? from <= to ? new Band(from, to) : null : null;
    }

    /// <summary>What a file says, as text.</summary>
    internal static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Object => "a mapping",
        JsonValueKind.Array => "a list",
        _ => value.GetRawText(),
    };

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text.TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private static bool TryWhole(string text, out int value) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
