using System.Globalization;

namespace LoadGen.Measurement.Validity;

/// <summary>The words of a verdict: the figure, its bound, the option that moves it, and what to do.</summary>
internal static class ValidityReasons
{
    public const string NothingMeasured = "nothing was measured";

    public const string NothingObserved = "the client did not observe itself: it cannot vouch for these figures";

    public const string DelayUnknown = "the client's own delay is not known: the run was over before a loop ticked, and the kernel gave no arrival times; measure for longer";

    public static string Delay(string what, double delayMs, string latency, double latencyMs, string option, double bound, ObserverFigures observer) =>
        $"{what} p99 {Ms(delayMs)} ms is {Share(delayMs / latencyMs)} of the median {latency} ({Ms(latencyMs)} ms); {option} allows {Share(bound)}: {Cause(observer)}";

    public static string Cpu(double used, double bound, ObserverFigures observer) =>
        $"the busiest loop used {Share(used)} of the time its core gave it ({Share(observer.CpuShare)} of the time in all); --max-cpu-share allows {Share(bound)}: {Cause(observer)}";

    public static string Starved(double bound, ObserverFigures observer) =>
        $"a loop was ready to run but not running {Share(observer.RunQueueShare)} of the time; --max-run-queue-share allows {Share(bound)}: {Starving}";

    public static string Dropped(long count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} times of the client's own delay were lost, so that its figures are not whole: no option allows it; please report it");

    public static string ClockRefused(ObserverFigures observer) =>
        string.Create(CultureInfo.InvariantCulture, $"--clock kernel: the kernel did not tell when {observer.UntimedReads} of {observer.Reads} reads arrived; use --clock auto, or a kernel and network device that stamp packets");

    public static string ClockSet(long steps) =>
        string.Create(CultureInfo.InvariantCulture, $"the wall clock, by which the kernel stamps packets, was set {steps} times during the run; let it be slewed (chrony, ntpd), or use --clock user");

    public static string Late(ArrivalCounts arrivals, ValidityBounds bounds) =>
        string.Create(CultureInfo.InvariantCulture, $"{arrivals.Late} of {arrivals.Sent} requests were sent later than {bounds.LatenessMs:0.###} ms + {Share(bounds.LatenessGapShare)} of the mean gap by the client's own doing; ")
        + "1% may be (--max-lateness-ms, --max-lateness-gap-share): use more --loops, give the client cores of its own, or lower the rate";

    public static string Missed(ArrivalCounts arrivals) =>
        string.Create(CultureInfo.InvariantCulture, $"{arrivals.Missed} of {arrivals.Due} arrivals that were due were never sent; no option allows it: use more --loops, give the client cores of its own, or lower the rate");

    private const string Starving = "other work runs on the client's cores; stop it, or give the client cores of its own (taskset)";

    private static string Cause(ObserverFigures observer) => observer.IsKeptWaiting
        ? $"a loop waited for its core {Share(observer.WaitingShare)} of the time it wanted it: {Starving}"
        : "use more --loops, give the client faster cores or cores of its own, or open fewer streams";

    // Three digits: more is more than a histogram knows.
    private static string Ms(double ms) => ms.ToString(ms >= 100 ? "0" : "G3", CultureInfo.InvariantCulture);

    private static string Share(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + "%";
}
