using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Tests.Recording;

public class SteadyWindowTests
{
    private static readonly Arbitrary<(int Streams, int[] Steps)> Loops =
        (from streams in Gen.Choose(1, 45)
         from steps in Gen.Choose(0, 1000).ArrayOf(300)
         select (streams, steps)).ToArbitrary();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(19, 19)]
    [InlineData(20, 19)]
    [InlineData(21, 20)]
    [InlineData(64, 61)]
    [InlineData(1000, 950)]
    [InlineData(int.MaxValue, 2_040_109_465)]
    public void It_asks_for_95_percent_of_the_concurrency_rounded_up(int target, int threshold) =>
        Assert.Contains($"{threshold} requests (95% of concurrency {target})", SteadyWindow.UnderConcurrency(target).Rule, StringComparison.Ordinal);

    [Fact]
    public void A_closed_loop_is_steady_from_enough_requests_until_fewer_are_left_at_the_end()
    {
        SteadyWindow window = SteadyWindow.UnderConcurrency(3);
        Send(window, 10, 20);
        Assert.Equal(default, window.Span);
        Send(window, 30);
        Assert.Equal(new SteadySpan(30, long.MaxValue), window.Span);

        // One ends and the next is sent: a dip, nothing more.
        End(window, 100);
        Send(window, 105);
        End(window, 200);
        Send(window, 207);
        Assert.Equal((long.MaxValue, 12), (window.Span.CloseNs, window.BelowNs));

        // No more to send. Three are under way still.
        window.OnSourceDry();
        Assert.Equal(long.MaxValue, window.Span.CloseNs);
        End(window, 300, 310, 320);

        Assert.Equal(new SteadySpan(30, 300), window.Found);
        Assert.Equal(12, window.BelowNs);
    }

    [Fact]
    public void Where_the_last_request_was_handed_out_in_a_dip_the_window_closes_with_what_was_seen()
    {
        SteadyWindow window = SteadyWindow.UnderConcurrency(2);
        Send(window, 10, 20);
        End(window, 100, 104);
        window.OnSourceDry();

        Assert.Equal((new SteadySpan(20, 104), 4), (window.Found!.Value, window.BelowNs));
        Send(window, 110);
        End(window, 150);
        Assert.Equal((new SteadySpan(20, 104), 4), (window.Found!.Value, window.BelowNs));
    }

    [Fact]
    public void Too_few_requests_make_no_window_and_it_says_how_many_it_takes()
    {
        SteadyWindow window = SteadyWindow.UnderConcurrency(40);
        Send(window, [.. Enumerable.Range(1, 37).Select(i => (long)i)]);
        window.OnSourceDry();
        Send(window, 50, 51, 52);

        Assert.Null(window.Found);
        Assert.Equal(default, window.Span);
        Assert.Equal("there were never 38 requests (95% of concurrency 40) under way while further ones were to start", window.Absence);
    }

    [Fact]
    public void A_stopped_closed_loop_closes_when_its_requests_are_given_up()
    {
        SteadyWindow window = SteadyWindow.UnderConcurrency(2);
        Send(window, 10, 20);
        window.OnStopped();
        window.OnFinished(70, wasSent: true, completed: false);
        window.OnFinished(75, wasSent: true, completed: false);

        Assert.Equal(new SteadySpan(20, 70), window.Found);
    }

    [Fact]
    public void Requests_that_were_never_sent_are_not_under_way()
    {
        SteadyWindow window = SteadyWindow.UnderConcurrency(2);
        Send(window, 10);
        window.OnFinished(15, wasSent: false, completed: false);
        window.OnFinished(16, wasSent: false, completed: false);
        Send(window, 20);

        Assert.Equal(20, window.Span.OpenNs);
    }

    [Fact]
    public void A_schedule_is_steady_from_the_first_end_to_the_last_arrival()
    {
        SteadyWindow window = SteadyWindow.UnderSchedule();
        Plan(window, 10, 20, 30, 40);
        Send(window, 10, 20);
        Assert.Equal(default, window.Span);
        window.OnFinished(25, wasSent: true, completed: true);
        window.OnFinished(27, wasSent: true, completed: true);
        Assert.Equal(new SteadySpan(25, long.MaxValue), window.Span);
        window.OnSourceDry();
        Assert.Equal(new SteadySpan(25, 40), window.Span);
        Send(window, 30, 40);
        End(window, 50, 60);

        Assert.Equal(new SteadySpan(25, 40), window.Found);
        Assert.Equal(0, window.BelowNs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_schedules_window_opens_at_a_failure_as_at_a_completion(bool wasSent)
    {
        SteadyWindow window = SteadyWindow.UnderSchedule();
        Plan(window, 10, 20, 30, 40);
        Send(window, 10);
        window.OnFinished(22, wasSent, completed: false);
        window.OnFinished(25, wasSent: true, completed: true);
        window.OnSourceDry();

        Assert.Equal(new SteadySpan(22, 40), window.Span);
    }

    [Fact]
    public void A_schedule_over_before_anything_ended_has_no_window()
    {
        SteadyWindow window = SteadyWindow.UnderSchedule();
        Plan(window, 10, 20);
        window.OnSourceDry();
        Send(window, 10, 20);
        End(window, 30, 40);

        Assert.Null(window.Found);
        Assert.Equal("no request ended before the last arrival was due", window.Absence);
    }

    [Fact]
    public void A_stopped_schedule_drains_from_then_on()
    {
        SteadyWindow window = SteadyWindow.UnderSchedule();
        Plan(window, 10, 20, 500);
        window.OnSourceDry();
        Send(window, 10, 20);
        End(window, 30);
        Send(window, 60);
        window.OnStopped();
        Plan(window, 900);
        window.OnFinished(90, wasSent: true, completed: false);

        Assert.Equal(new SteadySpan(30, 60), window.Found);
    }

    [Fact]
    public void Of_several_sources_the_one_that_lasts_longest_has_the_last_arrival_unless_it_came_too_late()
    {
        SteadyWindow window = SteadyWindow.UnderSchedule();
        Plan(window, 10, 20);
        window.OnSourceDry();
        Plan(window, 50);
        Send(window, 10, 20);
        End(window, 30);
        Assert.Equal(new SteadySpan(30, 50), window.Span);
        End(window, 55);
        Plan(window, 70);

        Assert.Equal(new SteadySpan(30, 50), window.Found);
    }

    [Fact]
    public void A_window_left_open_ends_with_the_last_that_was_seen()
    {
        SteadyWindow window = SteadyWindow.UnderConcurrency(1);
        Send(window, 10);
        End(window, 50);

        Assert.Equal(new SteadySpan(10, 50), window.Found);
    }

    [Fact]
    public void An_instant_is_ramp_steady_or_drain()
    {
        var span = new SteadySpan(100, 200);

        Assert.Equal(["ramp", "ramp", "steady", "steady", "drain"], new long[] { 1, 100, 101, 200, 201 }.Select(ns => Stage(span, ns)));
        Assert.Equal([false, false, true, true, false], new long[] { 1, 100, 101, 200, 201 }.Select(span.Contains));
        Assert.Equal(["ramp", "ramp"], new[] { 0, long.MaxValue }.Select(ns => Stage(default, ns)));
        Assert.False(default(SteadySpan).Contains(0) || default(SteadySpan).Contains(long.MaxValue));
    }

    [Fact]
    public void What_a_request_brought_before_its_end_was_told_is_inside_or_outside_for_good() => Prop.ForAll(Loops, loop =>
    {
        // A closed loop made by hand: every step ends a stream's request or sends its next. Clocks are read before they are told, so
        // some instants come late.
        SteadyWindow window = SteadyWindow.UnderConcurrency(loop.Streams);
        var sentNs = new long[loop.Streams];
        var seen = new List<(long Ns, bool Inside)>();
        long now = 1000;
        for (int i = 0; i < loop.Steps.Length; i++)
        {
            now += loop.Steps[i];
            int stream = loop.Steps[i] % loop.Streams;
            if (i == 250)
            {
                window.OnSourceDry();
            }

            if (sentNs[stream] == 0 && i < 250)
            {
                sentNs[stream] = now - (loop.Steps[i] % 7);
                window.OnSent(sentNs[stream]);
            }
            else if (sentNs[stream] > 0)
            {
                long endNs = now - (loop.Steps[i] % 11);
                window.OnFinished(endNs, true, true);
                SteadySpan span = window.Span;
                seen.AddRange(new[] { sentNs[stream], (sentNs[stream] + endNs) / 2, endNs }.Where(ns => ns <= endNs).Select(ns => (ns, span.Contains(ns))));
                sentNs[stream] = 0;
            }
        }

        SteadySpan found = window.Found ?? default;
        Assert.All(seen, s => Assert.Equal(s.Inside, found.Contains(s.Ns)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Many_threads_may_tell_it()
    {
        const int Streams = 8;
        const int Each = 5000;
        SteadyWindow window = SteadyWindow.UnderConcurrency(Streams);
        long clock = 0;
        for (int i = 0; i < Streams; i++)
        {
            window.OnSent(Interlocked.Increment(ref clock));
        }

        Parallel.For(0, Streams, _ =>
        {
            for (int i = 0; i < Each; i++)
            {
                window.OnFinished(Interlocked.Increment(ref clock), true, true);
                window.OnSent(Interlocked.Increment(ref clock));
            }
        });
        long before = Interlocked.Increment(ref clock);
        window.OnSourceDry();
        window.OnFinished(before, true, true);

        Assert.Equal(new SteadySpan(Streams, before), window.Found);
        Assert.InRange(window.BelowNs, 1, before - Streams);
    }

    private static void Plan(SteadyWindow window, params long[] dueNs) => Array.ForEach(dueNs, window.OnPlanned);

    private static void Send(SteadyWindow window, params long[] atNs) => Array.ForEach(atNs, window.OnSent);

    private static void End(SteadyWindow window, params long[] atNs) => Array.ForEach(atNs, ns => window.OnFinished(ns, wasSent: true, completed: true));

    private static string Stage(SteadySpan span, long ns) => System.Text.Encoding.UTF8.GetString(span.StageAt(ns));
}
