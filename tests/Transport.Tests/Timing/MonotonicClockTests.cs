using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Timing;

public class MonotonicClockTests
{
    [Fact]
    public void Never_goes_back()
    {
        long last = MonotonicClock.Instance.NowNs;
        for (int i = 0; i < 10_000; i++)
        {
            long now = MonotonicClock.Instance.NowNs;
            Assert.True(now >= last);
            last = now;
        }
    }
}
