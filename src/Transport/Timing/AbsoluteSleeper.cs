using System.Runtime.InteropServices;

namespace LoadGen.Transport.Timing;

/// <summary>
/// Sleeps until an absolute time of <see cref="MonotonicClock"/>. On Linux it is <c>clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME)</c>:
/// lateness does not add up from one sleep to the next, and with 1 ns of timer slack a sleep is late by 24 µs (p50) to 58 µs (p99),
/// where <c>Task.Delay(1 ms)</c> takes 4.3 ms (docs/performance.md).
/// </summary>
public static partial class AbsoluteSleeper
{
    private const int ClockMonotonic = 1;
    private const int TimerAbsTime = 1;
    private const int Eintr = 4;
    private const int PrSetTimerSlack = 29;
    private const long NsPerSecond = 1_000_000_000;
    private const long NsPerMillisecond = 1_000_000;

    [ThreadStatic]
    private static bool _initialised;

    /// <summary>Sets this thread's timer slack to 1 ns (the kernel's default is 50 µs). Once per thread; further calls do nothing.</summary>
    public static void InitialiseThread()
    {
        if (_initialised)
        {
            return;
        }

        _initialised = true;
        if (OperatingSystem.IsLinux())
        {
            // A kernel that refuses keeps its default slack: sleeps stay correct, only later.
            _ = Prctl(PrSetTimerSlack, 1, 0, 0, 0);
        }
    }

    /// <summary>Blocks the thread until <paramref name="deadlineNs"/>; returns at or after it, at once when it has passed.</summary>
    /// <param name="deadlineNs">A time of <see cref="MonotonicClock"/> in ns.</param>
    public static void SleepUntil(long deadlineNs)
    {
        while (MonotonicClock.Instance.NowNs is var now && now < deadlineNs)
        {
            if (OperatingSystem.IsLinux())
            {
                SleepInKernel(deadlineNs);
            }
            else
            {
                // Elsewhere (developers' machines): whole milliseconds, then yields.
                Thread.Sleep((int)Math.Min((deadlineNs - now) / NsPerMillisecond, int.MaxValue));
            }
        }
    }

    /// <summary>Sleeps until <paramref name="spinNs"/> before the deadline, then spins: late by less than a microsecond while the thread keeps its core.</summary>
    /// <param name="deadlineNs">A time of <see cref="MonotonicClock"/> in ns.</param>
    /// <param name="spinNs">How long before the deadline to start spinning, in ns.</param>
    public static void SleepThenSpinUntil(long deadlineNs, long spinNs)
    {
        SleepUntil(deadlineNs - spinNs);
        while (MonotonicClock.Instance.NowNs < deadlineNs)
        {
            Thread.SpinWait(1);
        }
    }

    private static void SleepInKernel(long deadlineNs)
    {
        var until = new Timespec { Seconds = deadlineNs / NsPerSecond, Nanoseconds = deadlineNs % NsPerSecond };
        int error;
        do
        {
            error = ClockNanosleep(ClockMonotonic, TimerAbsTime, in until, 0);
        }
        while (error == Eintr);

        if (error != 0)
        {
            throw new InvalidOperationException($"clock_nanosleep failed with error {error} for the deadline {deadlineNs} ns");
        }
    }

    // Returns the error number itself; errno is not set.
    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanosleep(int clock, int flags, in Timespec request, nint remain);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint arg2, nuint arg3, nuint arg4, nuint arg5);

    // 64-bit Linux: both fields are 8 bytes.
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
