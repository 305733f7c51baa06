using System.Runtime.InteropServices;

namespace LoadGen.Transport.Timing;

/// <summary>Priorities of threads. The framework's own have no effect on Linux.</summary>
public static partial class ThreadPriorities
{
    private const int PrioProcess = 0;

    // The lowest nice value of an ordinary thread: it runs when nobody else wants the core, and yields to whoever wakes.
    private const int Lowest = 19;

    /// <summary>Lets the calling thread run only when no event loop wants its core. Nothing can refuse that; elsewhere than on Linux it does nothing.</summary>
    public static void StandBack()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(PrioProcess, 0, Lowest);
        }
    }

    // For PRIO_PROCESS and 0, Linux sets the calling thread's value alone.
    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int nice);
}
