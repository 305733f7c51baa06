namespace LoadGen.Simulation.Pacing;

/// <summary>Sleeps until an absolute time, unless woken before.</summary>
internal interface IPacerSleeper
{
    /// <summary>Called once by the thread that will sleep.</summary>
    void InitialiseThread();

    /// <summary>Returns at the deadline, or at once when <see cref="Wake"/> was called since the last return. May return early.</summary>
    /// <param name="deadlineNs">Monotonic time in ns; <see cref="Agenda.Never"/> for none.</param>
    void SleepUntil(long deadlineNs);

    /// <summary>Ends the current or the next sleep. From any thread.</summary>
    void Wake();
}
