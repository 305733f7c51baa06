using LoadGen.Transport.Loops;
using LoadGen.Transport.Loops.Native;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>From the wall clock to the monotonic one. To set the wall clock forward is, seen from it, to set the other back.</summary>
public class RealtimeOffsetTests
{
    private const long Second = 1_000_000_000;
    private const long RefreshNs = 10_000_000;

    // What a measurement may be off by before it counts as a step.
    private const long SlackNs = 200_000;

    private readonly ShiftedClock _clock = new();

    [Fact]
    public void Wall_clock_times_become_monotonic_ones()
    {
        var offset = new RealtimeOffset(_clock);
        long wallNs = Libc.ClockNs(Libc.ClockRealtime);
        Assert.InRange(offset.ToMonotonic(wallNs) - (wallNs - _clock.BehindNs), -SlackNs, SlackNs);
        Assert.Equal(Second, offset.ToMonotonic(wallNs + Second) - offset.ToMonotonic(wallNs));
        Assert.Equal(0, offset.Steps);
    }

    [Theory]
    [InlineData(Second)]
    [InlineData(-Second)]
    [InlineData(10 * SlackNs)]
    public void A_step_is_counted_once_and_followed(long stepNs)
    {
        var offset = new RealtimeOffset(_clock);
        _clock.BehindNs += stepNs;
        Refresh(offset, 1);
        Assert.Equal(1, offset.Steps);
        long wallNs = Libc.ClockNs(Libc.ClockRealtime);
        Assert.InRange(offset.ToMonotonic(wallNs) - (wallNs - _clock.BehindNs), -SlackNs, SlackNs);
        Refresh(offset, 2);
        Assert.Equal(1, offset.Steps);
    }

    [Fact]
    public void A_difference_as_small_as_slewing_makes_is_followed_and_not_counted()
    {
        var offset = new RealtimeOffset(_clock);
        long start = _clock.BehindNs;
        for (int i = 1; i <= 50; i++)
        {
            // 500 ppm of 10 ms.
            _clock.BehindNs += 5_000;
            Refresh(offset, i);
        }

        Assert.Equal(0, offset.Steps);
        Assert.Equal(250_000, _clock.BehindNs - start);
        long wallNs = Libc.ClockNs(Libc.ClockRealtime);
        Assert.InRange(offset.ToMonotonic(wallNs) - (wallNs - _clock.BehindNs), -SlackNs, SlackNs);
    }

    [Fact]
    public void The_difference_is_not_taken_again_before_its_time()
    {
        var offset = new RealtimeOffset(_clock);
        long before = offset.ToMonotonic(Second);
        _clock.BehindNs += Second;
        offset.Refresh(0);
        Assert.Equal(before, offset.ToMonotonic(Second));
        Assert.Equal(0, offset.Steps);
    }

    // The calls' own times are well apart, whatever the clock says meanwhile.
    private void Refresh(RealtimeOffset offset, int time) => offset.Refresh(_clock.NowNs + (2 * Second) + (time * 2 * RefreshNs));

    // Runs with the wall clock, behind it by as much as the test says.
    private sealed class ShiftedClock : IMonotonicClock
    {
        public long BehindNs { get; set; } = 1_000 * Second;

        public long NowNs => Libc.ClockNs(Libc.ClockRealtime) - BehindNs;
    }
}
