using LoadGen.Transport.Loops;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>The timers of a running loop.</summary>
public class LoopTimerTests : LoopTests
{
    private const long Millisecond = 1_000_000;
    private const long Hour = 3_600_000_000_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_timer_fires_once_for_each_time_it_is_set_and_never_early(bool isPrecise)
    {
        await Loop.SwitchTo();
        var firings = new List<long>();
        LoopTimer timer = Loop.CreateTimer(firings.Add, isPrecise);
        for (int i = 1; i <= 5; i++)
        {
            long dueNs = Loop.Clock.NowNs + Millisecond;
            timer.Set(dueNs);
            await DueAsync(dueNs + Millisecond);
            Assert.Equal(i, firings.Count);
            Assert.True(firings[^1] >= dueNs);
        }
    }

    [Fact]
    public async Task A_time_that_has_passed_is_due_at_once_but_not_inside_Set()
    {
        await Loop.SwitchTo();
        int fired = 0;
        LoopTimer timer = Loop.CreateTimer(_ => fired++, isPrecise: false);
        timer.Set(0);
        Assert.Equal(0, fired);
        await DueAsync(Loop.Clock.NowNs);
        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task Set_anew_the_newer_time_counts_whether_earlier_or_later()
    {
        await Loop.SwitchTo();
        var firings = new List<long>();
        LoopTimer timer = Loop.CreateTimer(firings.Add, isPrecise: true);
        long nowNs = Loop.Clock.NowNs;
        timer.Set(nowNs + Hour);
        timer.Set(nowNs);
        await DueAsync(nowNs);
        Assert.Single(firings);

        long laterNs = Loop.Clock.NowNs + (2 * Millisecond);
        timer.Set(laterNs - Millisecond);
        timer.Set(laterNs);
        await DueAsync(laterNs);
        Assert.Equal(2, firings.Count);
        Assert.True(firings[1] >= laterNs);
    }

    [Fact]
    public async Task Cleared_it_does_not_fire_until_it_is_set_again()
    {
        await Loop.SwitchTo();
        int fired = 0;
        LoopTimer timer = Loop.CreateTimer(_ => fired++, isPrecise: false);
        long dueNs = Loop.Clock.NowNs + Millisecond;
        timer.Set(dueNs);
        timer.Clear();
        await DueAsync(dueNs);
        Assert.Equal(0, fired);
        timer.Set(dueNs);
        await DueAsync(dueNs + 1);
        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task Timers_fire_on_the_loop_in_the_order_of_their_times()
    {
        await Loop.SwitchTo();
        var order = new List<int>();
        int elsewhere = 0;
        long nowNs = Loop.Clock.NowNs;
        for (int i = 9; i >= 0; i--)
        {
            int number = i;
            Loop.CreateTimer(
                _ =>
                {
                    order.Add(number);
                    elsewhere += Loop.IsCurrent ? 0 : 1;
                },
                isPrecise: i % 2 == 0).Set(nowNs + (i * Millisecond));
        }

        await DueAsync(nowNs + (10 * Millisecond));
        Assert.Equal(Enumerable.Range(0, 10), order);
        Assert.Equal(0, elsewhere);
    }

    // Until every timer that is due by then and was set before has fired: what is due later runs later.
    private Task DueAsync(long dueNs)
    {
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.CreateTimer(_ => due.SetResult(), isPrecise: false).Set(dueNs + 1);
        return due.Task;
    }
}
