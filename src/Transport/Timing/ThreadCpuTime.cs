using LoadGen.Transport.Loops.Native;

namespace LoadGen.Transport.Timing;

/// <summary>CPU time of one thread (<c>CLOCK_THREAD_CPUTIME_ID</c>, clock_gettime(2)).</summary>
public static class ThreadCpuTime
{
    private const int ThreadCpuClock = 3;

    /// <summary>What the calling thread has used so far, user and system, ns.</summary>
    public static long OwnNs => Libc.ClockNs(ThreadCpuClock);
}
