using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Timing;

public class AbsoluteSleeperTests
{
    private const long Millisecond = 1_000_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5 * Millisecond)]
    public void Returns_at_or_after_the_deadline(long fromNowNs)
    {
        AbsoluteSleeper.InitialiseThread();
        AbsoluteSleeper.InitialiseThread();
        for (int i = 0; i < 5; i++)
        {
            long deadline = MonotonicClock.Instance.NowNs + fromNowNs;
            AbsoluteSleeper.SleepUntil(deadline);
            Assert.True(MonotonicClock.Instance.NowNs >= deadline);
            deadline = MonotonicClock.Instance.NowNs + fromNowNs;
            AbsoluteSleeper.SleepThenSpinUntil(deadline, Millisecond);
            Assert.True(MonotonicClock.Instance.NowNs >= deadline);
        }
    }

    [Fact]
    public void A_deadline_that_has_passed_returns_at_once_even_when_negative()
    {
        AbsoluteSleeper.SleepUntil(long.MinValue);
        AbsoluteSleeper.SleepUntil(-1);
        AbsoluteSleeper.SleepThenSpinUntil(1, 2 * Millisecond);
        Assert.True(MonotonicClock.Instance.NowNs > 1);
    }
}
