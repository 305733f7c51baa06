using LoadGen.Inference;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Evidence;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Tests.Support;
using LoadGen.Workloads;

namespace LoadGen.Verdicts.Tests.Judging;

public class LiveJudgeTests
{
    private const long Ms = 1_000_000;
    private const long StartNs = 1000 * Ms;

    private static readonly SteadySpan s_steady = new(StartNs, long.MaxValue);

    private static readonly Sla s_sla = SlaFileReader.Parse(
        """
        load: { concurrency: 1, requests: 1000 }
        objectives: [ { metric: ttft, percentile: 90, max: 100ms } ]
        """,
        "live.yaml");

    [Fact]
    public void A_run_goes_on_until_the_verdict_is_certain()
    {
        var live = new LiveJudge(new SlaJudge(s_sla));
        int told = Tell(live, ttftMs: 50, most: 1000);
        Assert.InRange(told, 44, 500);
        Assert.Equal(Verdict.Pass, live.Judge.Decided);
        Assert.Equal((told, 0), (live.Requests.Count, live.Earlier));
    }

    [Fact]
    public void Requests_of_earlier_measurements_stand_before_the_runs()
    {
        Observation[] earlier = [.. Enumerable.Range(0, 30).Select(i => Queued.Steady(i, i, 50))];
        var live = new LiveJudge(new SlaJudge(s_sla), earlier);
        int alone = Tell(new LiveJudge(new SlaJudge(s_sla)), ttftMs: 50, most: 1000);
        Assert.Equal(alone - 30, Tell(live, ttftMs: 50, most: 1000));
        Assert.Equal(30, live.Earlier);
        Assert.Equal(Enumerable.Range(0, live.Requests.Count), live.Requests.Select(request => request.Index));
        Assert.True(live.Requests[30].SendS >= live.Requests[29].EndS);
        Assert.Equal(50, live.Requests[30].TtftMs);
    }

    [Fact]
    public void A_measurement_that_is_slower_than_the_one_before_is_no_trend()
    {
        Observation[] earlier = [.. Enumerable.Range(0, 500).Select(i => Queued.Steady(i, i * 0.2, 10))];
        var live = new LiveJudge(new SlaJudge(s_sla, new JudgeOptions { StopEarly = false }), earlier);
        Tell(live, ttftMs: 50, most: 500);
        Assert.NotNull(CheckFacts.OverloadNote(live.Requests));
        Assert.Null(CheckFacts.OverloadNote(live.Newest));
        Assert.Equal((500, earlier[^1].EndS), (live.Newest.Count(), live.BeginsS));
    }

    [Fact]
    public void Where_a_pass_needs_the_whole_load_only_a_fail_ends_it()
    {
        LiveJudge New() => new(new SlaJudge(s_sla, new JudgeOptions { StopEarly = false }), new SlaJudge(s_sla, new JudgeOptions { StopEarly = true }), null);
        LiveJudge passing = New();
        Assert.Equal(1000, Tell(passing, ttftMs: 50, most: 1000));
        Assert.Equal(Verdict.Pass, passing.Judge.Finish(new RunFacts()).Verdict);
        LiveJudge failing = New();
        Assert.InRange(Tell(failing, ttftMs: 150, most: 1000), 1, 200);
        Assert.Equal(Verdict.Fail, failing.Judge.Finish(new RunFacts()).Verdict);
    }

    private static int Tell(LiveJudge live, int ttftMs, int most)
    {
        for (int i = 0; i < most; i++)
        {
            var timeline = new RequestTimeline();
            long sendNs = StartNs + ((i + 1) * 200 * Ms);
            timeline.Begin(new WorkItem(i, 10, 1), sendNs);
            timeline.SendNs = sendNs;
            timeline.AddChunk(sendNs + (ttftMs * Ms), hasOutput: true, tokens: 1);
            (timeline.Outcome, timeline.Finish, timeline.EndNs) = (Outcome.Completed, FinishReason.Length, sendNs + (ttftMs * Ms));
            if (!live.OnFinished(timeline, new RequestFigures(timeline), StartNs, s_steady))
            {
                return i + 1;
            }
        }

        return most;
    }
}
