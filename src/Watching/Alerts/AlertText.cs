using System.Globalization;
using LoadGen.Watching.Journals;

namespace LoadGen.Watching.Alerts;

/// <summary>An alert in one line, for people.</summary>
public static class AlertText
{
    /// <summary>What happened, to whom, and by which figures.</summary>
    public static string Of(AlertRecord alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        string windows = string.Join(", ", alert.Windows.Select(w =>
            string.Create(CultureInfo.InvariantCulture, $"{w.Window}: {w.Overruns} of {w.Requests} missed it, burn {w.Burn:0.##}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{alert.Alert} {(alert.IsFiring ? "fires" : "is over")}: {alert.Endpoint}, {alert.Objective}{(windows.Length == 0 ? "" : $" ({windows}; threshold {alert.Threshold}, allowed {alert.AllowedShare * 100:0.####}%)")}");
    }
}
