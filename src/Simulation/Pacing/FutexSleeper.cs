using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LoadGen.Transport.Timing;

namespace LoadGen.Simulation.Pacing;

/// <summary>
/// Sleeps in <c>futex(FUTEX_WAIT_BITSET)</c>: the one Linux call that has an absolute deadline on CLOCK_MONOTONIC, honours the thread's
/// timer slack and can be woken by another thread. (<see cref="AbsoluteSleeper"/> has the first two; but a request that arrives while the
/// pacer sleeps may be due before everything else.) See futex(2).
/// </summary>
internal sealed unsafe partial class FutexSleeper : IPacerSleeper
{
    private const int Running = 0;
    private const int Sleeping = 1;
    private const int Woken = 2;

    private const int PrivateFlag = 128;
    private const int WaitBitset = 9 | PrivateFlag;
    private const int WakeOne = 1 | PrivateFlag;

    private static readonly nint FutexCall = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 => 98,
        _ => -1,
    };

    // The kernel keys the wait by the word's address, so it must not move; and it has a cache line to itself.
    private readonly int[] _line = GC.AllocateArray<int>(32, pinned: true);
    private readonly int* _word;

    public FutexSleeper() => _word = (int*)Unsafe.AsPointer(ref _line[16]);

    /// <summary>True where the futex call's number is known.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && FutexCall >= 0;

    /// <inheritdoc/>
    public void InitialiseThread() => AbsoluteSleeper.InitialiseThread();

    /// <inheritdoc/>
    public void SleepUntil(long deadlineNs)
    {
        if (Interlocked.CompareExchange(ref *_word, Sleeping, Running) == Running)
        {
            Timespec deadline = new() { Seconds = deadlineNs / 1_000_000_000, Nanoseconds = deadlineNs % 1_000_000_000 };

            // Every result is a reason to look again: woken, timed out, interrupted, or the word changed before the wait began.
            _ = syscall(FutexCall, _word, WaitBitset, Sleeping, deadlineNs == Agenda.Never ? null : &deadline, null, uint.MaxValue);
        }

        Interlocked.Exchange(ref *_word, Running);
    }

    /// <inheritdoc/>
    public void Wake()
    {
        if (Interlocked.Exchange(ref *_word, Woken) == Sleeping)
        {
            _ = syscall(FutexCall, _word, WakeOne, 1, null, null, 0);
        }
    }

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, int* word, nint operation, nint value, Timespec* timeout, int* word2, nuint value3);

    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
