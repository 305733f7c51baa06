using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using static LoadGen.Verdicts.Tests.Support.SampleRuns;

namespace LoadGen.Verdicts.Tests.Judging;

/// <summary>Objectives of every kind, each on requests that show what it counts.</summary>
public sealed class ObjectiveKindTests
{
    [Theory]
    [InlineData(Outcome.RateLimited, 20, 20, 0)]
    [InlineData(Outcome.Truncated, 20, 0, 20)]
    [InlineData(Outcome.WrongLength, 20, 0, 20)]
    [InlineData(Outcome.Status5xx, 20, 0, 0)]
    public void Rates_count_the_outcomes_that_they_are_about(Outcome outcome, int errors, int limited, int truncated)
    {
        VerdictDocument document = Judge(
            Run(1000, i => i % 50 == 0 ? Failed(i, outcome) : Good(i)), "error_rate, max: 1%", "rate_limit_rate, max: 1%", "truncation_rate, max: 1%");
        Assert.Equal([errors, limited, truncated], document.Objectives.Select(objective => objective.Overruns));
        Assert.All(document.Objectives, objective => Assert.Equal((1000, objective.OverrunShare, null), (objective.N, objective.Seen, objective.Least)));
    }

    [Fact]
    public void A_rate_passes_by_its_exact_upper_bound_without_a_floor()
    {
        ObjectiveVerdict few = Judge(Run(458), "error_rate, max: 1%").Objectives[0];
        ObjectiveVerdict enough = Judge(Run(459), "error_rate, max: 1%").Objectives[0];
        Assert.Equal((Verdict.NotEnoughEvidence, 1, Verdict.Pass, null), (few.Verdict, few.More, enough.Verdict, enough.More));
    }

    [Fact]
    public void Of_least_values_the_lower_tail_counts()
    {
        // 25 tokens/s are 40 ms a token.
        VerdictDocument document = Judge(Run(1000, i => Good(i, tpotMs: i % 500 == 0 ? 50 : 30 + (i % 10))), "interactivity, percentile: 1, min: 25");
        ObjectiveVerdict objective = document.Objectives[0];
        Assert.Equal((Verdict.Pass, 2, true), (objective.Verdict, objective.Overruns, objective.IsLeast));
        Assert.Equal(1000.0 / 39, objective.Seen!.Value, 9);
        Assert.StartsWith("2 of 1,000 requests under 25 tokens/s; up to ", objective.Reason, StringComparison.Ordinal);
        Assert.Equal(50 / 40.0, document.Worst[0].Excess!.Value, 9);
    }

    // A mean of which one block of many differs: what was drawn has no upper end, and no figure stands for one.
    [Fact]
    public void A_mean_without_an_end_has_no_interval()
    {
        ObjectiveVerdict objective = Judge(Run(1000, i => Good(i, ttftMs: i == 500 ? 90_000 : 100)), "ttft, mean: true, max: 150ms").Objectives[0];
        Assert.Equal((Verdict.NotEnoughEvidence, null), (objective.Verdict, objective.Interval));
        Assert.Contains("nearly all is alike", objective.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_gap_is_a_requests_own()
    {
        ObjectiveVerdict objective = Judge(Run(1000, i => Good(i) with { ItlMaxMs = i < 3 ? 900 : 300 }), "itl, percentile: 99, max: 500ms").Objectives[0];
        Assert.Equal((3, 300), (objective.Overruns, objective.Seen));
    }

    [Fact]
    public void Bands_take_the_requests_that_they_hold()
    {
        Observation[] run = Run(1200, i => Good(i, ttftMs: i % 2 == 0 ? 100 : 900) with { RequestedInputTokens = i % 2 == 0 ? 8192 : 8193, Turn = i % 3 });
        VerdictDocument document = Judge(
            run, "ttft, percentile: 90, max: 200ms, context: 0-8192", "ttft, percentile: 90, max: 1s, context: 8193-", "ttft, percentile: 90, max: 200ms, turn: 2-");
        Assert.Equal([(600, 0, Verdict.Pass), (600, 0, Verdict.Pass), (400, 200, Verdict.Fail)], document.Objectives.Select(o => (o.N, o.Overruns!.Value, o.Verdict)));
    }

    [Fact]
    public void A_band_is_of_what_was_asked_for_whatever_the_server_counts_and_whatever_became_of_it()
    {
        // 1,024 tokens were asked for; the server counts one more, of those that complete alone.
        Observation[] run = Run(1200, i => (i % 400 == 0 ? Failed(i) with { InputTokens = 1024 } : Good(i) with { InputTokens = 1025 }) with { RequestedInputTokens = 1024 });
        VerdictDocument document = Judge(run, "ttft, percentile: 90, max: 200ms, context: 0-1024", "ttft, percentile: 90, max: 200ms, context: 1025-");
        Assert.Equal([(1200, 3, Verdict.Pass), (0, 0, Verdict.NotEnoughEvidence)], document.Objectives.Select(o => (o.N, o.Overruns!.Value, o.Verdict)));
    }

    [Fact]
    public void A_prompt_that_only_the_server_can_count_is_in_no_band()
    {
        Observation[] run = Run(1200, i => Good(i) with { RequestedInputTokens = 0 });
        VerdictDocument document = Judge(run, "ttft, percentile: 90, max: 200ms, context: 0-1024", "ttft, percentile: 90, max: 200ms");
        Assert.Equal([0, 1200], document.Objectives.Select(o => o.N));
    }

    [Fact]
    public void A_completed_request_without_a_value_neither_keeps_nor_misses_the_bound()
    {
        VerdictDocument document = Judge(Run(1000, i => i < 900 ? Good(i) with { TpotMs = double.NaN, OutputTokens = 1 } : Good(i)), "tpot, percentile: 90, max: 30ms");
        Assert.Equal((100, 900, Verdict.Pass), (document.Objectives[0].N, document.Objectives[0].WithoutValue, document.Verdict));
        ObjectiveVerdict none = Judge(Run(100, i => Good(i) with { TpotMs = double.NaN }), "tpot, percentile: 90, max: 30ms").Objectives[0];
        Assert.Equal((Verdict.NotEnoughEvidence, "none of 100 requests has a value"), (none.Verdict, none.Reason));
    }

    [Theory]
    [InlineData("e2e, mean: true, max: 2200ms", Verdict.Pass)]
    [InlineData("e2e, mean: true, max: 2060ms", Verdict.Fail)]
    [InlineData("e2e, mean: true, max: 2130ms", Verdict.NotEnoughEvidence)]
    [InlineData("interactivity, mean: true, min: 40", Verdict.Pass)]
    [InlineData("interactivity, mean: true, min: 60", Verdict.Fail)]
    public void A_mean_is_judged_by_the_ends_of_its_interval(string objective, Verdict verdict)
    {
        var random = new Random(2);
        ObjectiveVerdict mean = Judge(Run(1000, i => Good(i, ttftMs: 100 - (50 * Math.Log(random.NextDouble())))), objective).Objectives[0];
        Assert.Equal((verdict, 1000, "mean", null), (mean.Verdict, mean.N, mean.Kind, mean.Overruns));
        Assert.True(mean.Interval!.Low <= mean.Seen && mean.Seen <= mean.Interval.High);
        Assert.Equal("studentised bootstrap over 100 blocks of consecutive requests", mean.Interval.Method);
    }

    [Fact]
    public void A_mean_says_how_many_it_leaves_out()
    {
        ObjectiveVerdict mean = Judge(Run(1000, i => i % 10 == 0 ? Failed(i) : Good(i, ttftMs: 100 + (i % 7))), "e2e, mean: true, max: 10s").Objectives[0];
        Assert.Equal((Verdict.Pass, 900, 100), (mean.Verdict, mean.N, mean.Failed));
        Assert.Contains("of those completed (100 failed)", mean.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mean_of_few_is_not_judged()
    {
        ObjectiveVerdict mean = Judge(Run(80), "e2e, mean: true, max: 10s").Objectives[0];
        Assert.Equal((Verdict.NotEnoughEvidence, "80 requests; there must be 90 requests at least, so that there are 20 blocks of them"), (mean.Verdict, mean.Reason));
        Assert.Equal(Verdict.Pass, Judge(Run(90), "e2e, mean: true, max: 10s").Verdict);
    }

    // A request every 0.1 s with 100 tokens: 1,000 tokens a second between start and end.
    [Theory]
    [InlineData(990, Verdict.Pass)]
    [InlineData(1010, Verdict.Fail)]
    public void Throughput_is_that_of_steady_state(double least, Verdict verdict)
    {
        var facts = new RunFacts { SteadyStartS = 10, SteadyEndS = 90 };
        VerdictDocument document = SlaJudge.Judge(Sla(FormattableString.Invariant($"output_tokens_per_s, min: {least}")), Run(1000), facts);
        ObjectiveVerdict objective = document.Objectives[0];
        Assert.Equal((verdict, "blocks", "whole"), (objective.Verdict, objective.Counts, objective.Kind));
        Assert.Equal(1000, objective.Seen!.Value, 0);
        Assert.False(document.StoppedEarly);
    }

    [Fact]
    public void Throughput_of_several_measurements_is_that_of_each_ones_steady_state()
    {
        // The second brings half as many tokens, and is steady at another time of its own.
        const double BeginsS = 250;
        Observation[] run = [.. Run(1000), .. Run(1000, i => LiveJudge.Behind(Good(i) with { OutputTokens = 50 }, 1000, BeginsS))];
        var facts = new RunFacts { SteadyStartS = 20, SteadyEndS = 60, BeginsS = BeginsS, EarlierSteady = [new SteadyTime(10, 90)] };
        ObjectiveVerdict objective = SlaJudge.Judge(Sla("output_tokens_per_s, min: 100"), run, facts).Objectives[0];
        Assert.Equal(((80 * 1000.0) + (40 * 500)) / 120, objective.Seen!.Value, 0);
        Assert.Equal(Verdict.Pass, objective.Verdict);
    }

    [Fact]
    public void Failed_requests_bring_no_tokens()
    {
        var facts = new RunFacts { SteadyStartS = 10, SteadyEndS = 90 };
        Observation[] run = Run(1000, i => i % 2 == 0 ? Failed(i) with { OutputTokens = 50 } : Good(i));
        Assert.Equal(500, SlaJudge.Judge(Sla("output_tokens_per_s, min: 100"), run, facts).Objectives[0].Seen!.Value, 0);
    }

    [Fact]
    public void A_window_is_down_when_fewer_than_half_of_its_requests_complete()
    {
        // Windows of 1 s with 10 requests each: the 3rd has 5 of them, the 5th 4, the 7th and 8th none; the 9th had none due.
        Observation[] run =
        [
            .. Run(200, i => (i / 10, i % 10) switch
            {
                (2, < 5) or (4, < 6) or (6, _) or (7, _) => Failed(i),
                _ => Good(i),
            }).Where(request => request.Index / 10 != 8),
        ];
        ObjectiveVerdict objective = Judge(run, "availability, min: 99%, window: 1s").Objectives[0];
        Assert.Equal(("windows", 19, 3, Verdict.Fail), (objective.Counts, objective.N, objective.Overruns!.Value, objective.Verdict));
        Assert.Equal(1 - (3 / 19.0), objective.Seen!.Value, 12);
    }

    [Fact]
    public void Availability_passes_by_its_windows_and_not_by_its_requests()
    {
        ObjectiveVerdict objective = Judge(Run(4000), "availability, min: 99%, window: 1s").Objectives[0];
        Assert.Equal((Verdict.NotEnoughEvidence, 400, 59), (objective.Verdict, objective.N, objective.More));
        Assert.Equal(Verdict.Pass, Judge(Run(4590), "availability, min: 99%, window: 1s").Verdict);
    }

    [Theory]
    [InlineData(200, 200, Verdict.Pass)]
    [InlineData(170, 200, Verdict.NotEnoughEvidence)]
    [InlineData(150, 200, Verdict.Fail)]
    public void Accuracy_is_judged_by_its_questions(int right, int asked, Verdict verdict)
    {
        var facts = new RunFacts { Accuracies = [new AccuracyFact("gsm8k", null, right, asked)] };
        VerdictDocument document = SlaJudge.Judge(Sla("ttft, percentile: 90, max: 200ms", "accuracy, evaluation: gsm8k, min: 90%"), Run(900), facts);
        Assert.True(document.StoppedEarly); // the load was over as soon as its own objective was certain
        Assert.Equal((Verdict.Pass, verdict, verdict), (document.Objectives[0].Verdict, document.Objectives[1].Verdict, document.Verdict));
        Assert.Equal(("questions", asked, (double)right / asked), (document.Objectives[1].Counts, document.Objectives[1].N, document.Objectives[1].Seen));
    }

    [Fact]
    public void Accuracy_that_nobody_measured_bears_out_nothing()
    {
        VerdictDocument document = SlaJudge.Judge(Sla("accuracy, evaluation: gsm8k, min: 90%"), Run(900), new RunFacts());
        Assert.Equal((Verdict.NotEnoughEvidence, "nothing was asked"), (document.Verdict, document.Objectives[0].Reason));
    }

    [Fact]
    public void Several_objectives_pass_at_the_whole_budget_each_and_fail_at_their_part_of_it()
    {
        VerdictDocument document = Judge(Run(1000), "ttft, percentile: 99, max: 200ms", "tpot, percentile: 99, max: 30ms", "error_rate, max: 1%", "e2e, percentile: 99, max: 10s");
        Assert.All(document.Objectives, objective => Assert.Equal((Verdict.Pass, 0.01, 0.0025), (objective.Verdict, objective.PassChanceMax, objective.FailChanceMax)));
        Assert.Equal("all 4 objectives hold", document.Reason);
    }

    [Fact]
    public void One_broken_objective_breaks_the_whole()
    {
        VerdictDocument document = Judge(Run(1000), "ttft, percentile: 99, max: 200ms", "tpot, percentile: 99, max: 10ms");
        Assert.Equal((Verdict.Fail, "1 of 2 objectives is broken: tpot p99 ≤ 10 ms"), (document.Verdict, document.Reason));
        Assert.Equal((0, 0.0), (document.Goodput.Good, document.Goodput.Share));
    }

    [Fact]
    public void Overruns_that_come_together_are_said_to()
    {
        VerdictDocument document = Judge(Run(4000, i => Good(i, ttftMs: i is >= 1000 and < 1020 ? 900 : 100)), "ttft, percentile: 99, max: 200ms");
        Assert.Equal((Verdict.Pass, true, "ttft p99 ≤ 200 ms"), (document.Verdict, document.Dispersion!.IsClustered, document.Dispersion.Objective));
        Assert.StartsWith("overruns of ttft p99 ≤ 200 ms come in clusters", Assert.Single(document.Notes), StringComparison.Ordinal);
    }

    private static VerdictDocument Judge(Observation[] run, params string[] objectives) =>
        SlaJudge.Judge(Sla(objectives), run, new RunFacts(), new JudgeOptions { StopEarly = false });
}
