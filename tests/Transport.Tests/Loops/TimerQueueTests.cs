using LoadGen.Transport.Loops;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>The queue of timers, without a loop: time is what the test says.</summary>
public class TimerQueueTests
{
    // TimerQueue's own bound.
    private const int PerRun = 32;

    private readonly TimerQueue _queue = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void What_is_due_runs_in_the_order_of_its_time_and_the_rest_waits()
    {
        Timer("late").Set(30);
        Timer("early").Set(10);
        Timer("middle").Set(20);
        _queue.Run(9);
        Assert.Empty(_fired);
        _queue.Run(20);
        Assert.Equal(["early", "middle"], _fired);
        Assert.Equal(30, _queue.NextNs);
        _queue.Run(1_000);
        Assert.Equal(["early", "middle", "late"], _fired);
        Assert.Equal(long.MaxValue, _queue.NextNs);
    }

    [Fact]
    public void Timers_of_one_time_all_run_once()
    {
        string[] names = [.. Enumerable.Range(0, PerRun).Select(i => $"{i}")];
        Array.ForEach(names, name => Timer(name).Set(5));
        _queue.Run(5);
        Assert.Equal(names.Order(), _fired.Order());
    }

    [Fact]
    public void A_cleared_timer_leaves_nothing_but_an_empty_wake()
    {
        LoopTimer timer = Timer("cleared");
        timer.Set(10);
        timer.Clear();
        Assert.Equal(10, _queue.NextNs);
        _queue.Run(10);
        Assert.Empty(_fired);
        Assert.Equal(long.MaxValue, _queue.NextNs);
    }

    [Fact]
    public void Set_again_only_the_last_time_counts()
    {
        LoopTimer timer = Timer("moved");
        timer.Set(10);
        timer.Set(30);
        timer.Set(20);
        _queue.Run(10);
        Assert.Empty(_fired);
        _queue.Run(20);
        Assert.Single(_fired);
        _queue.Run(30);
        Assert.Single(_fired);
    }

    [Fact]
    public void Set_twice_to_one_time_it_runs_once()
    {
        LoopTimer timer = Timer("twice");
        timer.Set(10);
        timer.Clear();
        timer.Set(10);
        timer.Set(10);
        _queue.Run(10);
        Assert.Single(_fired);
    }

    [Fact]
    public void A_callback_gets_the_present_time_and_may_set_its_own_timer_again()
    {
        var times = new List<long>();
        LoopTimer? timer = null;
        timer = new LoopTimer(
            _queue,
            nowNs =>
            {
                times.Add(nowNs);
                timer!.Set(nowNs + 10);
            },
            isPrecise: false);
        timer.Set(1);
        for (long nowNs = 0; nowNs <= 30; nowNs += 3)
        {
            _queue.Run(nowNs);
        }

        Assert.Equal([3, 15, 27], times);
    }

    [Fact]
    public void A_callback_that_is_always_due_again_ends_the_run_at_the_bound()
    {
        int runs = 0;
        LoopTimer? timer = null;
        timer = new LoopTimer(
            _queue,
            nowNs =>
            {
                runs++;
                timer!.Set(nowNs);
            },
            isPrecise: false);
        timer.Set(5);
        _queue.Run(5);
        Assert.Equal(PerRun, runs);
        _queue.Run(5);
        Assert.Equal(2 * PerRun, runs);
        timer.Clear();
        _queue.Run(5);
        Assert.Equal(2 * PerRun, runs);
    }

    [Fact]
    public void A_run_takes_a_bounded_number_and_the_next_goes_on_where_it_ended()
    {
        string[] names = [.. Enumerable.Range(100, 3 * PerRun).Select(i => $"{i}")];
        for (int i = 0; i < names.Length; i++)
        {
            Timer(names[i]).Set(i);
        }

        for (int run = 1; run <= 3; run++)
        {
            _queue.Run(1_000);
            Assert.Equal(names[..(run * PerRun)], _fired);
        }
    }

    [Fact]
    public void Whether_to_spin_is_said_of_the_first_timer()
    {
        Assert.False(_queue.NextIsPrecise);
        Timer("rough").Set(20);
        Assert.False(_queue.NextIsPrecise);
        Timer("precise", isPrecise: true).Set(10);
        Assert.True(_queue.NextIsPrecise);
        _queue.Run(10);
        Assert.False(_queue.NextIsPrecise);
    }

    private LoopTimer Timer(string name, bool isPrecise = false) => new(_queue, _ => _fired.Add(name), isPrecise);
}
