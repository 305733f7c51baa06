using LoadGen.Simulation.Pacing;
using LoadGen.Transport.Timing;

namespace LoadGen.Simulation.Tests.Pacing;

public class SleeperTests
{
    public static TheoryData<bool> Kinds => FutexSleeper.IsSupported ? [true, false] : [false];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wake_before_the_sleep_ends_it_at_once(bool futex)
    {
        IPacerSleeper sleeper = Create(futex);
        int ended = 0;
        for (; ended < 2; ended++)
        {
            sleeper.Wake();
            sleeper.SleepUntil(Agenda.Never);
        }

        Assert.Equal(2, ended);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wake_from_another_thread_ends_a_sleep_without_a_deadline(bool futex)
    {
        IPacerSleeper sleeper = Create(futex);
        int rounds = 0;
        var thread = new Thread(() =>
        {
            sleeper.InitialiseThread();
            for (; rounds < 1000; Interlocked.Increment(ref rounds))
            {
                sleeper.SleepUntil(Agenda.Never);
            }
        });
        thread.Start();
        while (Volatile.Read(ref rounds) < 1000)
        {
            sleeper.Wake();
        }

        thread.Join();
        Assert.Equal(1000, rounds);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_sleep_reaches_its_deadline_and_a_past_one_returns(bool futex)
    {
        IPacerSleeper sleeper = Create(futex);
        sleeper.SleepUntil(0);
        long deadline = MonotonicClock.Instance.NowNs + 2_000_000;
        while (MonotonicClock.Instance.NowNs < deadline)
        {
            sleeper.SleepUntil(deadline);
        }

        Assert.True(MonotonicClock.Instance.NowNs >= deadline);
    }

    private static IPacerSleeper Create(bool futex) => futex ? new FutexSleeper() : new PortableSleeper(MonotonicClock.Instance);
}
