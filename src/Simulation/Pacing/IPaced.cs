namespace LoadGen.Simulation.Pacing;

/// <summary>Something with due times, driven by one pacer. All members but <see cref="CancelRequested"/> are used by the pacer's thread alone.</summary>
internal interface IPaced
{
    /// <summary>When it wants to run next; <see cref="Agenda.Never"/> when it waits for something else or is done.</summary>
    long DueNs { get; }

    /// <summary>Set from any thread: what it was for is gone.</summary>
    bool CancelRequested { get; }

    /// <summary>Does all that is due at <paramref name="nowNs"/>.</summary>
    /// <returns>When to run next, or <see cref="Agenda.Never"/>.</returns>
    long Run(long nowNs, PacerTotals totals);

    /// <summary>Ends early. Does nothing when it has ended.</summary>
    void Abort();
}

/// <summary>What one pacer's streams have sent. Written by the pacer's thread, read by any; replaced whole by a reset.</summary>
internal sealed class PacerTotals
{
    public LatenessHistogram Lateness { get; } = new();

    public long Tokens { get; set; }

    public long Chunks { get; set; }

    public long Blocked { get; set; }
}

/// <summary>The way onto an agenda from outside its thread.</summary>
internal interface IPacerInbox
{
    /// <summary>Hands over something new, something that can go on, or something cancelled. From any thread.</summary>
    void Submit(IPaced item);
}
