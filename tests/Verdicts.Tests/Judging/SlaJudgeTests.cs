using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using static LoadGen.Verdicts.Tests.Support.SampleRuns;

namespace LoadGen.Verdicts.Tests.Judging;

public sealed class SlaJudgeTests
{
    private const string Ttft = "ttft, percentile: 99, max: 200ms";
    private static readonly JudgeOptions s_atEnd = new() { StopEarly = false };

    [Theory]
    [InlineData(661, 1, Verdict.NotEnoughEvidence)]
    [InlineData(662, 1, Verdict.Pass)]
    [InlineData(661, 0, Verdict.NotEnoughEvidence)]
    [InlineData(662, 0, Verdict.Pass)]
    [InlineData(662, 2, Verdict.NotEnoughEvidence)]
    [InlineData(662, 16, Verdict.Fail)]
    public void With_one_look_at_the_end_the_figures_are_MLPerfs(int requests, int overruns, Verdict verdict)
    {
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft), Run(requests, i => Good(i, ttftMs: i < overruns ? 201 : 200)), new RunFacts(), s_atEnd);
        ObjectiveVerdict objective = Assert.Single(document.Objectives);
        Assert.Equal((verdict, verdict, requests, overruns, 662), (document.Verdict, objective.Verdict, objective.N, objective.Overruns, objective.Least));
        Assert.Equal((0.01, 0.01), (objective.PassChanceMax, objective.FailChanceMax));
        LookInfo look = Assert.Single(document.Looks);
        Assert.Equal((requests, 0.01, true, verdict), (look.Requests, look.PassBudget, look.IsLast, look.Verdict));
    }

    [Fact]
    public void A_verdict_says_what_was_seen_and_how_many_more_it_needs()
    {
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft), Run(500, i => Good(i, ttftMs: i == 250 ? 300 : 100 + (i % 100))), new RunFacts(), s_atEnd);
        ObjectiveVerdict objective = document.Objectives[0];
        Assert.Equal((199, 0.002, 1), (objective.Seen, objective.OverrunShare, objective.Overruns));
        Assert.InRange(objective.More!.Value, 162, 400);
        Assert.Equal($"1 of 500 requests over 200 ms: 0.2%; about {objective.More} more requests at this share would show that it stays under 1%", objective.Reason);
        Assert.Equal("1 of 1 objectives is neither borne out nor refuted: ttft p99 ≤ 200 ms", document.Reason);
        Assert.Equal((499, 499 / 500.0), (document.Goodput.Good, document.Goodput.Share));
        Assert.Equal(10 * 499 / 500.0, document.Goodput.RequestsPerS!.Value, 9);
        Assert.Equal((250, "ttft p99 ≤ 200 ms", 300.0, 1.5), (document.Worst[0].Index, document.Worst[0].Objective, document.Worst[0].Value, document.Worst[0].Excess));
        Assert.Equal(10, document.Worst.Count);
    }

    [Fact]
    public void Errors_and_timeouts_are_overruns()
    {
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft), Run(1000, i => i % 50 == 0 ? Failed(i) : Good(i)), new RunFacts(), s_atEnd);
        ObjectiveVerdict objective = document.Objectives[0];
        Assert.Equal((Verdict.Fail, 20, 20), (objective.Verdict, objective.Overruns, objective.Failed));
        Assert.Null(objective.Seen); // the 99th percentile is a request that never answered
        Assert.StartsWith("20 of 1,000 requests over 200 ms (20 failed): 2%", objective.Reason, StringComparison.Ordinal);
        Assert.Equal((0, "timed_out", null, null), (document.Worst[0].Index, document.Worst[0].Outcome, document.Worst[0].Value, document.Worst[0].Excess));
    }

    [Fact]
    public void A_run_that_is_certain_to_pass_ends_at_a_planned_look()
    {
        var judge = new SlaJudge(Sla(Ttft));
        int needed = 0;
        while (judge.Decided is null && needed < 10_000)
        {
            judge.Add(Good(needed++));
        }

        // At 662 the first look may spend a quarter of 1%: 0.99^662 is more than a tenth of it, and less than all.
        Assert.Equal(Verdict.Pass, judge.Decided);
        Assert.Contains(needed, new[] { 662, 993 });
        judge.Add(Failed(needed));
        VerdictDocument document = judge.Finish(new RunFacts());
        Assert.Equal((Verdict.Pass, true, needed, 1), (document.Verdict, document.StoppedEarly, document.Requests.Judged, document.Requests.AfterVerdict));
        Assert.False(document.Looks[^1].IsLast);
    }

    [Fact]
    public void An_endpoint_that_is_down_fails_after_twenty_requests()
    {
        var judge = new SlaJudge(Sla(Ttft, "error_rate, max: 1%"));
        for (int i = 0; i < 20; i++)
        {
            Assert.Null(judge.Decided);
            judge.Add(Failed(i, Outcome.Status5xx));
        }

        Assert.Equal(Verdict.Fail, judge.Decided);
        Assert.Equal("2 of 2 objectives are broken: ttft p99 ≤ 200 ms; error_rate ≤ 1%", judge.Finish(new RunFacts()).Reason);
    }

    [Fact]
    public void Requests_are_judged_in_the_order_in_which_they_were_due()
    {
        // Every fifth hangs until its timeout: by the order of ends, the first hundreds would all be quick.
        var judge = new SlaJudge(Sla("ttft, percentile: 90, max: 200ms"));
        foreach (int i in Enumerable.Range(0, 2000).Where(i => i % 5 != 0))
        {
            judge.Add(Good(i));
        }

        Assert.Null(judge.Decided);
        Assert.Equal(0, judge.Judged);
        foreach (int i in Enumerable.Range(0, 2000).Where(i => i % 5 == 0))
        {
            judge.Add(Failed(i));
        }

        Assert.Equal(Verdict.Fail, judge.Decided);
    }

    [Fact]
    public void The_verdict_is_the_same_whatever_the_order_of_telling()
    {
        var random = new Random(5);
        Observation[] run = Run(3000, i => Good(i, ttftMs: random.NextDouble() < 0.012 ? 400 : 100, tpotMs: 10 + random.NextDouble()));
        Sla sla = Sla(Ttft, "tpot, mean: true, max: 10.6ms", "output_tokens_per_s, min: 900", "availability, min: 90%, window: 5s");
        var facts = new RunFacts { SteadyStartS = 5, SteadyEndS = 295 };
        string first = Text(SlaJudge.Judge(sla, run, facts));
        random.Shuffle(run);
        Assert.Equal(first, Text(SlaJudge.Judge(sla, run, facts)));
    }

    [Fact]
    public void Only_steady_state_counts_and_the_others_are_counted()
    {
        Observation[] run = Run(1000, i => i switch
        {
            < 50 => Good(i, ttftMs: 900) with { Stage = RunStage.Ramp },
            >= 970 => Good(i, ttftMs: 900) with { Stage = RunStage.Drain },
            _ => Good(i),
        });
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft), run, new RunFacts(), s_atEnd);
        Assert.Equal(Verdict.Pass, document.Verdict);
        Assert.Equal(new RequestCounts(1000, 920, 0, 50, 30, 0, 0, 0), document.Requests);
    }

    [Fact]
    public void What_was_due_after_the_first_that_was_cut_short_does_not_count()
    {
        // Ctrl-C: the slow ones are those that were still under way.
        Observation[] run = Run(1000, i => i is 700 or 800 ? Good(i) with { Outcome = Outcome.Cancelled } : Good(i));
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft), run, new RunFacts(), s_atEnd);
        Assert.Equal((700, 300), (document.Requests.Judged, document.Requests.AfterCut));
    }

    [Fact]
    public void Indices_that_no_request_has_are_skipped()
    {
        Observation[] run = [.. Run(900).Where(request => request.Index % 7 != 3)];
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft), run, new RunFacts());
        Assert.Equal((run.Length, Verdict.Pass), (document.Requests.Seen, document.Verdict));
    }

    [Fact]
    public void Where_nothing_ever_completed_there_is_no_steady_state_and_all_counts()
    {
        Observation[] run = Run(40, i => Failed(i, Outcome.Refused) with { Stage = RunStage.Ramp, SendS = double.NaN });
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft), run, new RunFacts());
        Assert.Equal((Verdict.Fail, 40, 0), (document.Verdict, document.Requests.Judged, document.Requests.Ramp));
    }

    [Fact]
    public void Answers_that_all_come_after_the_last_arrival_are_judged_and_fail()
    {
        // Ten a second for half a minute, every answer after 31 s: no window opened, though all completed.
        Observation[] run = Run(300, i => Good(i, ttftMs: 31_000) with { Stage = RunStage.Ramp });
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft), run, new RunFacts());
        Assert.Equal((Verdict.Fail, 300, 0), (document.Verdict, document.Requests.Judged, document.Requests.Ramp));
    }

    [Fact]
    public void Refusals_that_keep_a_closed_loop_from_its_concurrency_fail()
    {
        // 64 streams against a server that takes 50 connections: 95% are never under way.
        Observation[] run = Run(6400, i => i % 64 >= 50 ? Failed(i, Outcome.Refused) with { Stage = RunStage.Ramp, SendS = double.NaN } : Good(i) with { Stage = RunStage.Ramp });
        VerdictDocument document = SlaJudge.Judge(Sla("error_rate, max: 1%"), run, new RunFacts());
        Assert.Equal((Verdict.Fail, 6400, 1400), (document.Verdict, document.Requests.Judged, document.Objectives[0].Overruns));
    }

    [Fact]
    public void Where_steady_state_never_came_nothing_passes()
    {
        // 50 of concurrency 64 is less than the load that the promise is about.
        Observation[] run = Run(5000, i => Good(i) with { Stage = RunStage.Ramp });
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft, "e2e, mean: true, max: 60s", "rate_limit_rate, max: 1%"), run, new RunFacts());
        Assert.Equal((Verdict.NotEnoughEvidence, 5000), (document.Verdict, document.Requests.Judged));
        Assert.All(document.Objectives, objective => Assert.Equal(Verdict.NotEnoughEvidence, objective.Verdict));
        Assert.EndsWith("none of a kept one can be had where steady state never came", document.Objectives[0].Reason, StringComparison.Ordinal);
        Assert.Null(document.Objectives[0].More);
    }

    [Fact]
    public void A_ramp_is_left_out_where_a_window_opened_though_nothing_in_it_is_judged()
    {
        // Cut short with the first request of steady state under way.
        Observation[] run = Run(100, i => i < 99 ? Failed(i) with { Stage = RunStage.Ramp } : Good(i) with { Outcome = Outcome.Cancelled });
        Assert.Equal((Verdict.NotEnoughEvidence, 0), SlaJudge.Judge(Sla(Ttft), run, new RunFacts()) is var document ? (document.Verdict, document.Requests.Judged) : default);
    }

    [Fact]
    public void Of_no_request_nothing_is_said()
    {
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft, "error_rate, max: 1%", "e2e, mean: true, max: 1s", "output_tokens_per_s, min: 1", "availability, min: 99%, window: 1s"), [], new RunFacts());
        Assert.Equal(Verdict.NotEnoughEvidence, document.Verdict);
        Assert.All(document.Objectives, objective => Assert.Equal((Verdict.NotEnoughEvidence, 0, null), (objective.Verdict, objective.N, objective.Seen)));
        Text(document);
    }

    [Fact]
    public void Warm_up_is_left_out_by_rule_once()
    {
        int calls = 0;
        var options = new JudgeOptions
        {
            StopEarly = false,
            Warmup = steady =>
            {
                calls++;
                Assert.Equal(200, steady.Length);
                return 30;
            },
        };
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft), Run(800, i => Good(i, ttftMs: i < 30 ? 5000 : 100)), new RunFacts(), options);
        Assert.Equal((1, Verdict.Pass, 30, 770), (calls, document.Verdict, document.Requests.Warmup, document.Requests.Judged));
    }

    [Fact]
    public void A_short_runs_warm_up_is_decided_by_what_there_is()
    {
        var options = new JudgeOptions { Warmup = steady => steady.Length / 2 };
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft), Run(100), new RunFacts(), options);
        Assert.Equal((50, 50), (document.Requests.Warmup, document.Requests.Judged));
    }

    [Fact]
    public void An_invalid_measurement_has_no_verdict_on_the_endpoint()
    {
        VerdictDocument document = SlaJudge.Judge(Sla(Ttft), Run(900), new RunFacts { InvalidReasons = ["the client was late"], Notes = ["a note"] });
        Assert.Equal((Verdict.Invalid, "the measurement is invalid: the client was late"), (document.Verdict, document.Reason));
        Assert.Equal(["a note"], document.Notes);
    }

    [Fact]
    public void What_the_requests_that_are_left_cannot_change_is_certain()
    {
        // 100 of at most 1,000 may fail; 137 did, which is a fail by itself were they 137 of all 1,000.
        var judge = new SlaJudge(Sla("error_rate, max: 10%"), new JudgeOptions { PlannedRequests = 1000 });
        int told = 0;
        while (judge.Decided is null && told < 1000)
        {
            judge.Add(told % 5 == 0 ? Failed(told++) : Good(told++));
        }

        Assert.Equal(Verdict.Fail, judge.Decided);
    }

    [Fact]
    public void Requests_that_had_ended_when_the_warm_up_was_decided_are_still_unknown_to_the_looks_before_them()
    {
        // 2 overruns of the first 96, and then nothing but overruns: that the rest had come already makes them no fewer.
        Observation[] run = Run(195, i => i is 10 or 50 or >= 96 ? Good(i, ttftMs: 300) : Good(i));
        var options = new JudgeOptions { StopEarly = true, PlannedRequests = 195, Warmup = _ => 0 };
        Assert.Equal(Verdict.Fail, SlaJudge.Judge(Sla("ttft, percentile: 90, max: 200ms"), run, new RunFacts(), options).Verdict);
    }

    [Theory]
    [InlineData(50, 199)]
    [InlineData(90, 195)]
    [InlineData(90, 400)]
    public void A_warm_up_that_cuts_nothing_changes_no_look(int percentile, int requests)
    {
        Sla sla = Sla($"ttft, percentile: {percentile}, max: 200ms");
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            Observation[] run = Run(requests, i => Good(i, ttftMs: random.NextDouble() * 100 < percentile ? 100 : 300));
            VerdictDocument Judged(WarmupRule? warmup) => SlaJudge.Judge(sla, run, new RunFacts(), new JudgeOptions { StopEarly = true, PlannedRequests = requests, Warmup = warmup });
            VerdictDocument plain = Judged(null);
            VerdictDocument settled = Judged(_ => 0);
            Assert.Equal(plain.Looks, settled.Looks);
            Assert.Equal((plain.Verdict, plain.Requests.Judged), (settled.Verdict, settled.Requests.Judged));
        }
    }

    [Fact]
    public void An_index_is_told_once() =>
        Assert.Throws<ArgumentException>(() => SlaJudge.Judge(Sla(Ttft), [Good(1), Good(1)], new RunFacts()));

    [Fact]
    public void A_verdict_is_given_once()
    {
        var judge = new SlaJudge(Sla(Ttft));
        judge.Finish(new RunFacts());
        Assert.Throws<InvalidOperationException>(() => judge.Finish(new RunFacts()));
    }

    private static string Text(VerdictDocument document)
    {
        using var stream = new MemoryStream();
        VerdictFile.Write(document, stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
