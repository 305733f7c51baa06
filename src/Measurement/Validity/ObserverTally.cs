using LoadGen.Histograms;
using LoadGen.Transport.Loops;

namespace LoadGen.Measurement.Validity;

/// <summary>Puts the figures of all loops together.</summary>
public static class ObserverTally
{
    // The first packets after the kernel begins to stamp may come without a time.
    private const double UntimedShareMax = 0.001;

    /// <summary>Puts them together.</summary>
    /// <param name="loops">Each loop's figures over the phase; at least one.</param>
    /// <param name="transport">How they receive.</param>
    /// <param name="asked">The clock that was asked for.</param>
    /// <param name="cpuS">CPU time of the process over the phase, s.</param>
    public static ObserverFigures Sum(IReadOnlyList<LoopFigures> loops, string transport, ReceiveClock asked, double cpuS)
    {
        ArgumentNullException.ThrowIfNull(loops);
        long reads = loops.Sum(l => l.Reads);
        long untimed = loops.Sum(l => l.UntimedReads);
        bool isTimed = reads > 0 && untimed <= reads * UntimedShareMax;
        return new ObserverFigures
        {
            Clock = asked != ReceiveClock.User && isTimed ? "kernel" : "user",
            Transport = transport,
            Loops = loops.Count,
            DelayNs = Sum(loops, l => l.DelayNs),
            RecordNs = Sum(loops, l => l.RecordNs),
            LagNs = Sum(loops, l => l.LagNs),
            CpuS = cpuS,
            CpuShare = loops.Max(l => Share(l.CpuNs, l)),
            RunQueueShare = loops.Max(l => Share(l.RunQueueNs, l)),
            Dropped = loops.Sum(l => l.Dropped),
            Reads = reads,
            UntimedReads = untimed,
            ClockSteps = loops.Max(l => l.ClockSteps),
            KernelClockAsked = asked == ReceiveClock.Kernel,
        };
    }

    /// <summary>Puts the figures of several clients together.</summary>
    /// <param name="clients">Each client's; at least one. Their histograms are added up in the first one's.</param>
    public static ObserverFigures Sum(IReadOnlyList<ObserverFigures> clients)
    {
        ArgumentNullException.ThrowIfNull(clients);
        return clients[0] with
        {
            Clock = clients.All(c => c.Clock == "kernel") ? "kernel" : "user",
            Loops = clients.Sum(c => c.Loops),
            DelayNs = Sum(clients, c => c.DelayNs),
            RecordNs = Sum(clients, c => c.RecordNs),
            LagNs = Sum(clients, c => c.LagNs),
            CpuS = clients.Sum(c => c.CpuS),
            CpuShare = clients.Max(c => c.CpuShare),
            RunQueueShare = clients.Max(c => c.RunQueueShare),
            Dropped = clients.Sum(c => c.Dropped),
            Reads = clients.Sum(c => c.Reads),
            UntimedReads = clients.Sum(c => c.UntimedReads),
            ClockSteps = clients.Max(c => c.ClockSteps),
            KernelClockAsked = clients.Any(c => c.KernelClockAsked),
        };
    }

    private static HdrHistogram Sum<T>(IReadOnlyList<T> loops, Func<T, HdrHistogram> pick)
    {
        HdrHistogram sum = pick(loops[0]);
        for (int i = 1; i < loops.Count; i++)
        {
            sum.Add(pick(loops[i]));
        }

        return sum;
    }

    private static double Share(long ns, LoopFigures loop) => loop.WallNs > 0 ? (double)ns / loop.WallNs : 0;
}
