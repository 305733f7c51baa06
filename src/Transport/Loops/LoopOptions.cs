namespace LoadGen.Transport.Loops;

/// <summary>Which clock tells when bytes arrived.</summary>
public enum ReceiveClock
{
    /// <summary>The kernel's where it tells, else ours.</summary>
    Auto,

    /// <summary>The kernel's: when the packet was received, however late we read it.</summary>
    Kernel,

    /// <summary>Ours: right after the read.</summary>
    User,
}

/// <summary>How loops run.</summary>
public sealed record LoopOptions
{
    /// <summary>The defaults.</summary>
    public static LoopOptions Default { get; } = new();

    /// <summary>Which clock tells when bytes arrived. The kernel's time is asked for in any case: it shows how late the loop was.</summary>
    public ReceiveClock Clock { get; init; } = ReceiveClock.Auto;
}
