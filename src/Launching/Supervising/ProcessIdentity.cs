namespace LoadGen.Launching.Supervising;

/// <summary>One process, told from a later one with the same pid.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="StartTicks">When it started, in clock ticks since boot (field 22 of <c>/proc/PID/stat</c>).</param>
public readonly record struct ProcessIdentity(int Pid, long StartTicks);
