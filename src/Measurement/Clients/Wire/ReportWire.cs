using LoadGen.Measurement.Running;
using LoadGen.Measurement.Validity;

namespace LoadGen.Measurement.Clients.Wire;

/// <summary>A client's report as bytes.</summary>
internal static class ReportWire
{
    /// <summary>Writes it.</summary>
    public static void Write(WireWriter to, ClientReport report)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(report);
        to.Signed(report.Loops);
        to.Signed(report.CpuCores);
        to.Double(report.Usage.CpuS);
        to.Signed(report.Usage.PeakResidentBytes);
        to.Signed(report.Usage.AllocatedBytes);
        to.Signed(report.Usage.Collections);
        to.Double(report.Usage.GcPauseMs);
        to.Signed(report.ConnectionsOpened);
        to.Signed(report.ConnectionsReused);
        to.Unsigned((ulong)report.ConnectionsByAddress.Count);
        foreach ((string address, long count) in report.ConnectionsByAddress)
        {
            to.Text(address);
            to.Signed(count);
        }

        to.Bool(report.Simulated);
        to.Bool(report.TargetLost);
        to.Bool(report.Interrupted);
        to.Bool(report.Observer is not null);
        if (report.Observer is { } observer)
        {
            WriteObserver(to, observer);
        }

        to.Bool(report.Arrivals is not null);
        if (report.Arrivals is { } arrivals)
        {
            to.Signed(arrivals.Due);
            to.Signed(arrivals.Sent);
            to.Signed(arrivals.Late);
            to.Signed(arrivals.Missed);
        }

        WriteTexts(to, report.InvalidReasons);
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="WireException">It is not one.</exception>
    public static ClientReport Read(ref WireReader from) => new()
    {
        Loops = from.Int(),
        CpuCores = from.Int(),
        Usage = new ProcessUsage(from.Double(), from.Signed(), from.Signed(), from.Int(), from.Double()),
        ConnectionsOpened = from.Signed(),
        ConnectionsReused = from.Signed(),
        ConnectionsByAddress = ReadCounts(ref from),
        Simulated = from.Bool(),
        TargetLost = from.Bool(),
        Interrupted = from.Bool(),
        Observer = from.Bool() ? ReadObserver(ref from) : null,
        Arrivals = from.Bool() ? new ArrivalCounts(from.Signed(), from.Signed(), from.Signed(), from.Signed()) : null,
        InvalidReasons = ReadTexts(ref from),
    };

    /// <summary>Writes lines.</summary>
    public static void WriteTexts(WireWriter to, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(texts);
        to.Unsigned((ulong)texts.Count);
        foreach (string text in texts)
        {
            to.Text(text);
        }
    }

    /// <summary>Reads lines.</summary>
    public static IReadOnlyList<string> ReadTexts(ref WireReader from)
    {
        string[] texts = new string[from.Count()];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = from.RequiredText();
        }

        return texts;
    }

    private static Dictionary<string, long> ReadCounts(ref WireReader from)
    {
        var counts = new Dictionary<string, long>();
        for (int left = from.Count(); left > 0; left--)
        {
            string name = from.RequiredText();
            counts[name] = from.Signed();
        }

        return counts;
    }

    private static void WriteObserver(WireWriter to, ObserverFigures observer)
    {
        to.Text(observer.Clock);
        to.Text(observer.Transport);
        to.Signed(observer.Loops);
        to.Histogram(observer.DelayNs);
        to.Histogram(observer.RecordNs);
        to.Histogram(observer.LagNs);
        to.Double(observer.CpuS);
        to.Double(observer.CpuShare);
        to.Double(observer.RunQueueShare);
        to.Signed(observer.Dropped);
        to.Signed(observer.Reads);
        to.Signed(observer.UntimedReads);
        to.Signed(observer.ClockSteps);
        to.Bool(observer.KernelClockAsked);
    }

    private static ObserverFigures ReadObserver(ref WireReader from) => new()
    {
        Clock = from.RequiredText(),
        Transport = from.RequiredText(),
        Loops = from.Int(),
        DelayNs = from.Histogram(),
        RecordNs = from.Histogram(),
        LagNs = from.Histogram(),
        CpuS = from.Double(),
        CpuShare = from.Double(),
        RunQueueShare = from.Double(),
        Dropped = from.Signed(),
        Reads = from.Signed(),
        UntimedReads = from.Signed(),
        ClockSteps = from.Signed(),
        KernelClockAsked = from.Bool(),
    };
}
