using System.Globalization;
using LoadGen.Measurement.Results;

namespace LoadGen.Reporting;

/// <summary>What the client observed of itself, and the verdict: the last lines of a result.</summary>
internal static class ValidityLines
{
    public static void Write(ResultDocument d, TextWriter output)
    {
        if (d.Observer is { } observer)
        {
            output.WriteLine(Observed(observer));
        }

        if (d.Schedule.Arrivals is { } arrivals)
        {
            output.WriteLine($"Arrivals: {Figures.Count(arrivals.Due)} due, {Figures.Count(arrivals.Sent)} sent, {Figures.Count(arrivals.Late)} of them late, {Figures.Count(arrivals.Missed)} missed");
        }

        if (d.Validity.Valid)
        {
            output.WriteLine("Valid: the client's own part in these figures is within its bounds");
        }

        foreach (string reason in d.Validity.Reasons)
        {
            output.WriteLine("INVALID: " + reason);
        }
    }

    private static string Observed(ObserverInfo o)
    {
        (string what, DelayInfo delay) = o.DelayUs.Count > 0 ? ("delay", o.DelayUs) : ("loop lag", o.LoopLagUs);
        return $"Observer: {o.Clock} clock, {o.Transport}, {o.Loops} {(o.Loops == 1 ? "loop" : "loops")}; "
            + $"{what} p50 {Figures.Number(delay.P50)} p99 {Figures.Number(delay.P99)} µs; {Figures.Number(o.CpuPerTokenUs)} µs CPU a token; "
            + $"busiest loop {Percent(o.CpuShare)} of its time, kept waiting {Percent(o.RunQueueShare)}";
    }

    private static string Percent(double? share) => share is { } s ? (100 * s).ToString("0.#", CultureInfo.InvariantCulture) + "%" : "-";
}
