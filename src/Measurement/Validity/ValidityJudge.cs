namespace LoadGen.Measurement.Validity;

/// <summary>
/// Says whether a measurement is the target's or the client's own: every rule is looked at, and each that is broken gives one line.
/// A worse figure never mends a verdict. docs/validity.md gives the reasons for the rules.
/// </summary>
public static class ValidityJudge
{
    private const double MsPerNs = 1e-6;

    // The bound on lateness is one on its p99: so many may be later.
    private const double LateShareMax = 0.01;

    // Under the kernel's clock a chunk that is alone in its read has its own time, however late it is read. While so many at most are not,
    // p99 of what the delay does to the chunks' times is nothing.
    private const double SharedReadShareMax = 0.01;

    /// <summary>Judges.</summary>
    /// <param name="inputs">What was measured and observed.</param>
    /// <param name="bounds">The bounds in force.</param>
    public static ValidityInfo Judge(ValidityInputs inputs, ValidityBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(bounds);
        var reasons = new List<string>();
        if (!inputs.Measured)
        {
            reasons.Add(ValidityReasons.NothingMeasured);
        }
        else if (inputs.Observer is null)
        {
            reasons.Add(ValidityReasons.NothingObserved);
        }
        else
        {
            if (bounds.DelayAlways || !KeepsTimes(inputs))
            {
                JudgeDelay(inputs.Observer, inputs.Latencies, bounds, reasons);
            }

            JudgeCpu(inputs.Observer, bounds, reasons);
            JudgeLosses(inputs.Observer, reasons);
            JudgeClock(inputs.Observer, reasons);
        }

        if (inputs.Arrivals is { } arrivals)
        {
            JudgeArrivals(arrivals, bounds, reasons);
        }

        return new ValidityInfo(reasons.Count == 0, reasons, bounds);
    }

    private static bool KeepsTimes(ValidityInputs inputs) =>
        inputs.Observer is { Clock: "kernel", DelayNs.TotalCount: > 0, IsKeptWaiting: false } && !(inputs.SharedReadShare > SharedReadShareMax);

    private static void JudgeDelay(ObserverFigures observer, MedianLatencies latencies, ValidityBounds bounds, List<string> reasons)
    {
        // Without the kernel's times, the loops' lag says how long a read may have waited for its stamp.
        bool known = observer.DelayNs.TotalCount > 0;
        if (!known && observer.LagNs.TotalCount == 0)
        {
            reasons.Add(ValidityReasons.DelayUnknown);
            return;
        }

        double delayMs = (known ? observer.DelayNs : observer.LagNs).ValueAtPercentile(99) * MsPerNs;
        string what = known ? "observer delay" : "loop lag";
        if (latencies.Gap is { } gap && IsPast(delayMs, bounds.ObserverItlShare * gap.Ms))
        {
            reasons.Add(ValidityReasons.Delay(what, delayMs, gap.Name, gap.Ms, "--max-observer-itl-share", bounds.ObserverItlShare, observer));
        }

        if (latencies.First is { } first && IsPast(delayMs, bounds.ObserverTtftShare * first.Ms))
        {
            reasons.Add(ValidityReasons.Delay(what, delayMs, first.Name, first.Ms, "--max-observer-ttft-share", bounds.ObserverTtftShare, observer));
        }
    }

    private static void JudgeCpu(ObserverFigures observer, ValidityBounds bounds, List<string> reasons)
    {
        // Loops get the same share of the streams, so that the busiest one's need is also that of the one that was kept waiting most.
        double given = 1 - observer.RunQueueShare;
        double used = given > 0 ? observer.CpuShare / given : double.PositiveInfinity;
        if (IsPast(used, bounds.CpuShare))
        {
            reasons.Add(ValidityReasons.Cpu(used, bounds.CpuShare, observer));
        }

        if (IsPast(observer.RunQueueShare, bounds.RunQueueShare))
        {
            reasons.Add(ValidityReasons.Starved(bounds.RunQueueShare, observer));
        }
    }

    private static void JudgeLosses(ObserverFigures observer, List<string> reasons)
    {
        if (observer.Dropped > 0)
        {
            reasons.Add(ValidityReasons.Dropped(observer.Dropped));
        }
    }

    private static void JudgeClock(ObserverFigures observer, List<string> reasons)
    {
        if (observer.KernelClockAsked && observer.Clock != "kernel")
        {
            reasons.Add(ValidityReasons.ClockRefused(observer));
        }

        if (observer.ClockSteps > 0 && observer.Clock == "kernel")
        {
            reasons.Add(ValidityReasons.ClockSet(observer.ClockSteps));
        }
    }

    private static void JudgeArrivals(ArrivalCounts arrivals, ValidityBounds bounds, List<string> reasons)
    {
        // p99 is past the bound exactly when more than one in a hundred is.
        if (arrivals.Late > LateShareMax * arrivals.Sent)
        {
            reasons.Add(ValidityReasons.Late(arrivals, bounds));
        }

        if (arrivals.Missed > 0)
        {
            reasons.Add(ValidityReasons.Missed(arrivals));
        }
    }

    // Not "figure > bound": what is not a number is within no bound.
    private static bool IsPast(double figure, double bound) => !(figure <= bound);
}
