using LoadGen.Telemetry.Windows;

namespace LoadGen.Telemetry.Tests.Support;

/// <summary>Series and windows in seconds.</summary>
internal static class Series
{
    public static TimedValue[] Of(params (double Seconds, double Value)[] samples) => [.. samples.Select(s => new TimedValue(Ns(s.Seconds), s.Value))];

    public static TimeWindow Window(double startS, double endS) => new(Ns(startS), Ns(endS));

    public static long Ns(double seconds) => (long)Math.Round(seconds * 1e9);
}
