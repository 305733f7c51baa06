using System.Globalization;
using LoadGen.Configuration;

namespace LoadGen.Watching.Settings;

/// <summary>What a probe may say.</summary>
internal static class ProbeChecks
{
    // Sooner, a probe would be load.
    private static readonly TimeSpan s_intervalMin = TimeSpan.FromMilliseconds(100);

    // More seldom, a day's summary would be of nothing.
    private static readonly TimeSpan s_intervalMax = TimeSpan.FromDays(1);

    // The longest contexts in use; a probe of more would be load.
    private const int MostTokens = 1_000_000;

    public static void Check(ProblemList problems, ProbeSection probe)
    {
        TimeSpan? interval = Time(problems, "probe.interval", probe.Interval, s_intervalMin);
        TimeSpan? jitter = Time(problems, "probe.jitter", probe.Jitter, TimeSpan.Zero);
        TimeSpan? timeout = Time(problems, "probe.timeout", probe.Timeout, TimeSpan.FromMilliseconds(1));
        TimeSpan? connect = Time(problems, "probe.connect_timeout", probe.ConnectTimeout, TimeSpan.FromMilliseconds(1));
        if (interval > s_intervalMax)
        {
            problems.Add("probe.interval", $"found {probe.Interval}; accepted: {Durations.Text(s_intervalMax)} at most");
        }

        if (jitter + timeout + connect is { } busy && busy > interval)
        {
            // Else a slow endpoint would hold its next probe up, and be asked less the worse it gets.
            problems.Add("probe.interval", $"found {probe.Interval}; accepted: at least jitter + connect_timeout + timeout, {Durations.Text(busy)}: a probe must be over before the next is due");
        }

        Within(problems, "probe.isl", probe.Isl, 2);
        Within(problems, "probe.osl", probe.Osl, 1);
        if (probe.Temperature is not (>= 0 and <= 2))
        {
            problems.Add("probe.temperature", string.Create(CultureInfo.InvariantCulture, $"found {probe.Temperature}; accepted: 0 to 2"));
        }

        if (probe.Seed is < 0 or > uint.MaxValue)
        {
            problems.Add("probe.seed", $"found {probe.Seed}; accepted: 0 to {uint.MaxValue}");
        }
    }

    /// <summary>Reads a time, or says what is wrong with it.</summary>
    public static TimeSpan? Time(ProblemList problems, string path, string text, TimeSpan least)
    {
        TimeSpan? time = Durations.Parse(text);
        if (time is null || time < least)
        {
            string more = least > TimeSpan.Zero ? $", {Durations.Text(least)} or more" : "";
            problems.Add(path, $"found '{text}'; accepted: {Durations.Accepted}{more}");
            return null;
        }

        return time;
    }

    private static void Within(ProblemList problems, string path, int value, int least)
    {
        if (value < least || value > MostTokens)
        {
            problems.Add(path, $"found {value}; accepted: {least} to {MostTokens}");
        }
    }
}
