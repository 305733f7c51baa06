using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Health;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Health;

public sealed class CircuitBreakerTests : IDisposable
{
    private static readonly BreakerSettings s_settings = new()
    {
        FailuresToOpen = 3,
        Window = 10,
        FailureRate = 0.5,
        OpenS = 4,
        OpenSMax = 16,
        TrialsMax = 2,
        SuccessesToClose = 2,
    };

    private readonly ManualTime _time = new();
    private readonly BreakerTimer _timer;
    private readonly CircuitBreaker _breaker;
    private readonly List<BreakerState> _changes = [];

    public CircuitBreakerTests()
    {
        _timer = new BreakerTimer(_time, seed: 1);
        _breaker = NewBreaker(s_settings);
        _breaker.Changed = () => _changes.Add(_breaker.State);
    }

    public static TheoryData<LegOutcome> Failures =>
        [LegOutcome.ServerError, LegOutcome.ConnectFailed, LegOutcome.Broken, LegOutcome.Stalled, LegOutcome.Malformed];

    public static TheoryData<LegOutcome> Neither =>
        [LegOutcome.Rejected, LegOutcome.Overloaded, LegOutcome.PeerFailed, LegOutcome.ClientGone, LegOutcome.Cancelled];

    public void Dispose() => _timer.Dispose();

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failures_in_a_row_open_it(LegOutcome failure)
    {
        Run(failure, failure);
        Assert.Equal(BreakerState.Closed, _breaker.State);

        Run(failure);

        Assert.Equal([BreakerState.Open], _changes);
        Assert.False(_breaker.TryEnter());
    }

    [Fact]
    public void A_success_begins_the_row_anew()
    {
        Run(LegOutcome.Broken, LegOutcome.Broken, LegOutcome.Completed, LegOutcome.Broken, LegOutcome.Broken);

        Assert.Equal(BreakerState.Closed, _breaker.State);
        Assert.Equal(1, _breaker.CompletedCount);
    }

    [Theory]
    [MemberData(nameof(Neither))]
    public void What_says_nothing_of_the_worker_neither_counts_nor_breaks_a_row(LegOutcome nothing)
    {
        Run(LegOutcome.Broken, LegOutcome.Broken);
        Run(Enumerable.Repeat(nothing, 100));
        Assert.Equal(BreakerState.Closed, _breaker.State);

        Run(LegOutcome.Broken);

        Assert.Equal(BreakerState.Open, _breaker.State);
    }

    [Fact]
    public void An_abort_storm_of_clients_never_opens_a_breaker_sglang_28651()
    {
        foreach (LegOutcome outcome in new[] { LegOutcome.ClientGone, LegOutcome.PeerFailed, LegOutcome.Cancelled })
        {
            Run(Enumerable.Repeat(outcome, 10_000));
        }

        Assert.Empty(_changes);
        Assert.True(_breaker.TryEnter());
    }

    [Fact]
    public void An_abort_storm_while_half_open_gives_every_place_back_sglang_28651()
    {
        Open();
        _time.AdvanceSeconds(4);

        Run(Enumerable.Repeat(LegOutcome.ClientGone, 1_000));

        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
        Assert.True(_breaker.TryEnter());
        Assert.True(_breaker.TryEnter());
        Assert.False(_breaker.TryEnter());
    }

    [Fact]
    public void Too_large_a_part_of_a_full_window_opens_it()
    {
        // Never three in a row: the row is not what opens it.
        Run(Enumerable.Range(0, 9).Select(i => i % 2 == 0 ? LegOutcome.Stalled : LegOutcome.Completed));
        Assert.Equal(BreakerState.Closed, _breaker.State);   // 5 of 9, but the window is not full
        Run(LegOutcome.Completed);
        Assert.Equal(BreakerState.Closed, _breaker.State);   // a success never opens it

        Run(LegOutcome.Stalled);   // pushes the oldest failure out: 5 of 10

        Assert.Equal([BreakerState.Open], _changes);
    }

    [Fact]
    public void Failures_that_left_the_window_count_no_more()
    {
        Run(Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? LegOutcome.Broken : LegOutcome.Completed));
        Run(Enumerable.Repeat(LegOutcome.Completed, 10));
        Run(Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? LegOutcome.Broken : LegOutcome.Completed));

        Assert.Empty(_changes);
    }

    [Fact]
    public void Both_rules_can_be_switched_off()
    {
        CircuitBreaker never = NewBreaker(s_settings with { FailuresToOpen = 0, Window = 0 });
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(never.TryEnter(out BreakerPass pass));
            never.Report(pass, LegOutcome.ServerError);
        }

        Assert.Equal(BreakerState.Closed, never.State);
    }

    [Fact]
    public void It_is_half_open_when_its_time_is_over_though_nobody_asks()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(4) - TimeSpan.FromTicks(1));
        Assert.Equal(BreakerState.Open, _breaker.State);

        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal([BreakerState.Open, BreakerState.HalfOpen], _changes);
    }

    [Fact]
    public void One_timer_ends_the_time_of_all_breakers()
    {
        CircuitBreaker[] many = [.. Enumerable.Range(0, 100).Select(_ => NewBreaker(s_settings))];
        foreach (CircuitBreaker breaker in many)
        {
            Fail(breaker);
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(1, _time.ArmedCount);
        _time.AdvanceSeconds(4);

        Assert.All(many, b => Assert.Equal(BreakerState.HalfOpen, b.State));
        Assert.Equal(0, _time.ArmedCount);
    }

    [Fact]
    public void Half_open_lets_only_so_many_trials_through_at_once()
    {
        OpenThenHalfOpen();
        Assert.True(_breaker.TryEnter(out BreakerPass first));
        Assert.True(_breaker.TryEnter(out _));
        Assert.False(_breaker.TryEnter(out _));

        _breaker.Report(first, LegOutcome.Rejected);

        Assert.True(_breaker.TryEnter(out _));
        Assert.False(_breaker.TryEnter(out _));
    }

    [Fact]
    public void Enough_successful_trials_close_it()
    {
        OpenThenHalfOpen();
        Run(LegOutcome.Completed);
        Assert.Equal(BreakerState.HalfOpen, _breaker.State);

        Run(LegOutcome.Completed);

        Assert.Equal([BreakerState.Open, BreakerState.HalfOpen, BreakerState.Closed], _changes);
        Run(LegOutcome.Broken, LegOutcome.Broken);
        Assert.Equal(BreakerState.Closed, _breaker.State);   // the failures from before are forgotten
    }

    [Fact]
    public void A_failed_trial_doubles_the_time_up_to_the_bound_with_jitter()
    {
        Open();
        foreach (double mostS in new[] { 4.0, 8, 16, 16, 16 })
        {
            TimeSpan began = _time.Elapsed;
            while (_breaker.State == BreakerState.Open)
            {
                _time.Advance(TimeSpan.FromMilliseconds(10));
            }

            double openS = (_time.Elapsed - began).TotalSeconds;
            Assert.InRange(openS, mostS == 4 ? 4 : mostS * 0.8, mostS + 0.01);
            Run(LegOutcome.ServerError);
            Assert.Equal(BreakerState.Open, _breaker.State);
        }
    }

    [Fact]
    public void Breakers_that_opened_together_try_apart_after_a_failed_trial()
    {
        CircuitBreaker[] many = [.. Enumerable.Range(0, 50).Select(_ => NewBreaker(s_settings))];
        Array.ForEach(many, Fail);
        _time.AdvanceSeconds(4);
        Array.ForEach(many, Fail);
        var moments = new List<TimeSpan>();
        Array.ForEach(many, b => b.Changed = () => moments.Add(_time.Elapsed));

        _time.AdvanceSeconds(8);

        Assert.Equal(50, moments.Count);
        Assert.True(moments.Distinct().Count() > 25);
    }

    [Fact]
    public void After_it_has_closed_the_first_time_counts_again()
    {
        OpenThenHalfOpen();
        Run(LegOutcome.ServerError);   // 8 s
        _time.AdvanceSeconds(8);
        Run(LegOutcome.Completed, LegOutcome.Completed);
        Open();

        _time.AdvanceSeconds(4);

        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
    }

    [Fact]
    public void A_stream_from_before_it_opened_is_no_trial()
    {
        Assert.True(_breaker.TryEnter(out BreakerPass before));
        OpenThenHalfOpen();
        Assert.True(_breaker.TryEnter(out _));
        Assert.True(_breaker.TryEnter(out _));

        _breaker.Report(before, LegOutcome.Stalled);

        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
        Assert.False(_breaker.TryEnter());
        Assert.Equal(0, _breaker.CompletedCount);
    }

    [Fact]
    public void The_pool_picks_an_open_breakers_worker_again_when_its_time_is_over()
    {
        Fleet fleet = Fleets.Create(probes: false, () => NewBreaker(s_settings));
        Worker worker = fleet.Add("http://10.0.0.1:8000", WorkerRole.Both);
        Fail(worker.Breaker);
        Assert.Equal(0, fleet.Both.EligibleCount);

        _time.AdvanceSeconds(4);

        Assert.Equal(1, fleet.Both.EligibleCount);
        Assert.Same(worker, fleet.Both.Pick(new PickRequest { AffinityKey = "" }).Worker);
    }

    [Fact]
    public void A_timer_that_is_disposed_of_ends_nothing()
    {
        Open();
        _timer.Dispose();
        _time.AdvanceSeconds(100);

        Assert.Equal(BreakerState.Open, _breaker.State);
        Assert.Equal(0, _time.ArmedCount);
    }

    [Fact]
    public void Whatever_happens_its_states_follow_each_other_as_drawn_and_no_more_trials_run_than_may()
    {
        Gen<(LegOutcome Outcome, bool Ends, int AdvanceMs)[]> steps =
            (from outcome in Gen.Elements(Enum.GetValues<LegOutcome>())
             from ends in Gen.Elements(true, true, false)
             from advanceMs in Gen.Elements(0, 0, 0, 500, 5_000)
             select (outcome, ends, advanceMs)).ArrayOf();

        Prop.ForAll(steps.ToArbitrary(), Holds).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void From_many_threads_no_more_trials_run_than_may_and_every_place_comes_back()
    {
        CircuitBreaker breaker = NewBreaker(s_settings);
        Fail(breaker);
        _time.AdvanceSeconds(4);
        int onTrial = 0;
        int most = 0;
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            if (breaker.TryEnter(out BreakerPass pass))
            {
                int now = Interlocked.Increment(ref onTrial);
                InterlockedMax(ref most, now);
                Interlocked.Decrement(ref onTrial);
                breaker.Report(pass, LegOutcome.ClientGone);
            }
        });

        Assert.InRange(most, 1, s_settings.TrialsMax);
        Assert.True(breaker.TryEnter());
        Assert.True(breaker.TryEnter());
        Assert.False(breaker.TryEnter());
    }

    private static void InterlockedMax(ref int most, int now)
    {
        int seen = Volatile.Read(ref most);
        while (now > seen)
        {
            seen = Interlocked.CompareExchange(ref most, now, seen) is var was && was == seen ? now : was;
        }
    }

    private bool Holds((LegOutcome Outcome, bool Ends, int AdvanceMs)[] steps)
    {
        CircuitBreaker breaker = NewBreaker(s_settings);
        BreakerState state = BreakerState.Closed;
        bool inOrder = true;
        int onTrial = 0;
        breaker.Changed = () =>
        {
            inOrder &= (state, breaker.State) is (BreakerState.Closed, BreakerState.Open) or (BreakerState.Open, BreakerState.HalfOpen)
                or (BreakerState.HalfOpen, BreakerState.Open) or (BreakerState.HalfOpen, BreakerState.Closed);
            (state, onTrial) = (breaker.State, 0);
        };
        foreach ((LegOutcome outcome, bool ends, int advanceMs) in steps)
        {
            bool entered = breaker.TryEnter(out BreakerPass pass);
            inOrder &= entered == (state == BreakerState.Closed || (state == BreakerState.HalfOpen && onTrial < s_settings.TrialsMax));
            onTrial += entered ? 1 : 0;
            if (entered && ends)
            {
                onTrial--;
                breaker.Report(pass, outcome);
            }

            _time.Advance(TimeSpan.FromMilliseconds(advanceMs));
        }

        return inOrder && breaker.State == state;
    }

    private CircuitBreaker NewBreaker(BreakerSettings settings) => new(settings, _timer);

    private void OpenThenHalfOpen()
    {
        Open();
        _time.AdvanceSeconds(4);
        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
    }

    private void Open()
    {
        Fail(_breaker);
        Assert.Equal(BreakerState.Open, _breaker.State);
    }

    private static void Fail(CircuitBreaker breaker)
    {
        while (breaker.TryEnter(out BreakerPass pass))
        {
            breaker.Report(pass, LegOutcome.ConnectFailed);
        }
    }

    private void Run(params IEnumerable<LegOutcome> outcomes)
    {
        foreach (LegOutcome outcome in outcomes)
        {
            Assert.True(_breaker.TryEnter(out BreakerPass pass));
            _breaker.Report(pass, outcome);
        }
    }
}
