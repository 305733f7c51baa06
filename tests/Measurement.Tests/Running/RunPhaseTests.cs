using System.Collections.Concurrent;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Running;

public sealed class RunPhaseTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LiveShards _live = new();
    private readonly Collector _collector;

    public RunPhaseTests() =>
        _collector = new Collector(new CollectorPhase(false, 0, long.MaxValue, null, null, []), null, _live, new TimelinePool(), new RecordingObserver());

    public void Dispose()
    {
        _collector.Dispose();
        _live.Dispose();
    }

    [Theory]
    [InlineData(5, 100, 5)]
    [InlineData(5, null, 5)]
    [InlineData(100, 7, 7)]
    [InlineData(null, 7, 7)]
    public void The_number_asked_for_or_the_workloads_end_ends_it(int? requests, int? count, int made)
    {
        RunPhase phase = Create(requests, workload: new FixedWorkload(count));

        Assert.Equal(Enumerable.Range(0, made), Take(phase, 0));
        Assert.False(phase.TryNext(0, out _, out _));
        Assert.False(phase.IsStopped);
    }

    [Fact]
    public void No_request_starts_at_its_end_or_later()
    {
        RunPhase phase = Create(null, endNs: 1000);

        Assert.True(phase.TryNext(999, out _, out int first));
        Assert.False(phase.TryNext(1000, out _, out _));
        Assert.False(phase.TryNext(5000, out _, out _));
        Assert.Equal(0, first);
    }

    [Fact]
    public void After_a_stop_no_request_starts()
    {
        RunPhase phase = Create(10);
        Assert.True(phase.TryNext(0, out _, out _));
        phase.Stop();

        Assert.False(phase.TryNext(0, out _, out _));
        Assert.True(phase.IsStopped);
        Assert.False(phase.TargetLost);
    }

    [Fact]
    public void Many_threads_take_each_request_once()
    {
        RunPhase phase = Create(20_000);
        var taken = new ConcurrentBag<int>();
        Parallel.For(0, 4, _ =>
        {
            while (phase.TryNext(0, out _, out int item))
            {
                taken.Add(item);
            }
        });

        Assert.Equal(Enumerable.Range(0, 20_000), taken.Order());
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(50, 100)]
    [InlineData(200, 400)]
    [InlineData(null, 100)]
    public void Refusals_in_a_row_mean_that_the_target_is_gone(int? concurrency, int refusals)
    {
        RunPhase phase = Create(null, concurrency: concurrency);
        Finish(phase, Outcome.Refused, refusals - 1);
        Assert.False(phase.TargetLost || phase.IsStopped);

        Finish(phase, Outcome.Refused, 1);
        Assert.True(phase.TargetLost && phase.IsStopped);
    }

    [Theory]
    [InlineData(Outcome.Completed)]
    [InlineData(Outcome.Status5xx)]
    [InlineData(Outcome.TimedOut)]
    public void An_answer_or_any_other_failure_in_between_means_that_it_is_there(Outcome outcome)
    {
        RunPhase phase = Create(null);
        for (int i = 0; i < 5; i++)
        {
            Finish(phase, Outcome.Refused, 99);
            Finish(phase, outcome, 1);
        }

        Assert.False(phase.TargetLost);
    }

    [Fact]
    public void It_knows_how_many_are_under_way_and_passes_on_what_is_over()
    {
        RunPhase phase = Create(null);
        phase.OnStarted();
        phase.OnStarted();
        Assert.Equal(2, phase.Active);

        phase.OnFinished(Given.Completed([1]));
        _collector.Process(1, 0, isLast: false);
        Assert.Equal((1, 1), (phase.Active, _collector.Totals.Completed));
    }

    [Fact]
    public void What_is_due_after_a_stop_or_just_before_is_nobodys_miss()
    {
        using Collector collector = Collect(SteadyWindow.UnderSchedule());
        var phase = new RunPhase(new PhasePlan(new FixedWorkload(null), null, null, null), long.MaxValue, null, collector, _live, _clock);
        _clock.NowNs = 10_000_000;
        Assert.True(phase.IsMissed(8_999_999, 1));
        Assert.False(phase.IsMissed(9_000_000, 1));

        phase.Stop();
        _clock.NowNs = 60_000_000;
        phase.Stop();
        Assert.True(phase.IsMissed(8_999_999, 1));
        Assert.False(phase.IsMissed(9_000_000, 1));
        Assert.False(phase.IsMissed(50_000_000, 1));
    }

    [Fact]
    public void It_tells_the_window_of_what_is_sent_once_and_of_what_is_over()
    {
        SteadyWindow window = SteadyWindow.UnderConcurrency(2);
        using Collector collector = Collect(window);
        var phase = new RunPhase(new PhasePlan(new FixedWorkload(2), null, 2, null), long.MaxValue, 2, collector, _live, _clock);
        RequestTimeline first = Given.Completed([10]);
        RequestTimeline second = Given.Completed([20]);
        phase.OnSent(first);
        first.SendNs += 5;
        phase.OnSent(first);
        Assert.Equal(default, window.Span);

        second.SendNs += 7;
        phase.OnSent(second);
        Assert.Equal(new SteadySpan(Given.SendNs + 7, long.MaxValue), window.Span);

        Assert.True(phase.TryNext(0, out _, out _) && phase.TryNext(0, out _, out _));
        phase.OnFinished(Given.Failed(Outcome.Refused));
        Assert.False(phase.TryNext(0, out _, out _));
        Assert.Equal(long.MaxValue, window.Span.CloseNs);
        phase.OnFinished(first);
        Assert.Equal(first.EndNs, window.Span.CloseNs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Under_a_schedule_the_last_request_handed_out_is_the_last_arrival(bool byTime)
    {
        SteadyWindow window = SteadyWindow.UnderSchedule();
        using Collector collector = Collect(window);
        var phase = new RunPhase(new PhasePlan(new FixedWorkload(null), null, byTime ? null : 3, null), byTime ? 400 : long.MaxValue, null, collector, _live, _clock);
        Assert.All([100L, 200, 300], due => Assert.True(phase.TryNext(due, out _, out _)));
        Assert.False(phase.TryNext(400, out _, out _));
        window.OnFinished(150, wasSent: true, completed: true);

        Assert.Equal(new SteadySpan(150, 300), window.Span);
    }

    [Fact]
    public void A_stop_and_a_schedules_end_are_told_too()
    {
        SteadyWindow stopped = SteadyWindow.UnderSchedule();
        SteadyWindow ended = SteadyWindow.UnderSchedule();
        foreach (SteadyWindow window in new[] { stopped, ended })
        {
            using Collector collector = Collect(window);
            var phase = new RunPhase(new PhasePlan(new FixedWorkload(null), null, null, null), long.MaxValue, null, collector, _live, _clock);
            Assert.True(phase.TryNext(300, out _, out _));
            window.OnFinished(150, wasSent: true, completed: true);
            window.OnSent(250);
            (window == stopped ? phase.Stop : (Action)phase.OnSourceDry)();
        }

        Assert.Equal((250, 300), (stopped.Span.CloseNs, ended.Span.CloseNs));
    }

    private Collector Collect(SteadyWindow window) => new(
        new CollectorPhase(false, 0, long.MaxValue, null, null, []) { Window = window }, null, _live, new TimelinePool(), new RecordingObserver());

    private RunPhase Create(int? requests, long endNs = long.MaxValue, int? concurrency = 1, Workload? workload = null) =>
        new(new PhasePlan(workload ?? new FixedWorkload(null), null, requests, null), endNs, concurrency, _collector, _live, _clock);

    private static void Finish(RunPhase phase, Outcome outcome, int times)
    {
        for (int i = 0; i < times; i++)
        {
            phase.OnStarted();
            phase.OnFinished(outcome == Outcome.Completed ? Given.Completed([1]) : Given.Failed(outcome));
        }
    }

    private static IEnumerable<int> Take(RunPhase phase, long nowNs)
    {
        while (phase.TryNext(nowNs, out _, out int item))
        {
            yield return item;
        }
    }
}
