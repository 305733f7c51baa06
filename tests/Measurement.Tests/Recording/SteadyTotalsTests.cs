using FsCheck;
using FsCheck.Fluent;
using LoadGen.Inference;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using Outcome = LoadGen.Measurement.Timelines.Outcome;

namespace LoadGen.Measurement.Tests.Recording;

public class SteadyTotalsTests
{
    // Each run has some 50 histograms to fill and to read: a quarter of the usual number of runs takes a second.
    private static readonly Config s_few = Config.QuickThrowOnFailure.WithMaxTest(25);

    private static readonly Arbitrary<(int OpenMs, int LengthMs, (int SendMs, int[] GapsMs, int Extra)[] Requests)> Runs =
        (from open in Gen.Choose(0, 2000)
         from length in Gen.Choose(1, 2000)
         from requests in (from send in Gen.Choose(1, 3000)
                           from gaps in Gen.Choose(0, 60).ListOf(12)
                           from extra in Gen.Choose(0, 40)
                           select (send, gaps.ToArray(), extra)).ArrayOf(12)
         select (open, length, requests)).ToArbitrary();

    [Fact]
    public void Requests_count_by_their_send_gaps_and_tokens_by_their_arrival_and_throughput_by_the_end()
    {
        // The window is (100, 200] ms. Each request brings a token every 20 ms, the first 20 ms after its send.
        RunTotals totals = Totals(
            (100, 200),
            Sent(40, [20, 40, 60, 80]),
            Sent(100, [20, 40]),
            Sent(110, [20, 40, 60]),
            Sent(150, [20, 40, 60, 80]),
            Sent(201, [20, 40]));
        SteadyTotals steady = totals.Steady;

        Assert.Equal((2, 3), (steady.Sent, steady.Ended));

        // Arrivals: 120 | 120, 140 | 130, 150, 170 | 170, 190.
        Assert.Equal(8, steady.OutputTokens);
        Assert.Equal(30, steady.InputTokens);
        Assert.Equal((2, 20.0), (steady.Metrics[MetricRegistry.Ttft].Count, steady.Metrics[MetricRegistry.Ttft].Summarise().Mean));
        Assert.Equal((2, 60.0, 80.0), Spread(steady.Metrics[MetricRegistry.E2e]));

        // Gaps that end at 120 (of the first), 140, 150, 170 and 190.
        Assert.Equal((5, 20.0, 20.0), Spread(steady.Metrics[MetricRegistry.Itl]));
        Assert.Equal((5, 20.0, 20.0), Spread(steady.Metrics[MetricRegistry.ItlPerToken]));
        Assert.Equal((5, 10), (totals.Metric(MetricRegistry.Ttft).Count, totals.Metric(MetricRegistry.Itl).Count));
    }

    [Fact]
    public void Failed_requests_count_for_nothing_but_lateness_and_connecting()
    {
        RequestTimeline broken = Sent(110, [20, 40]).Ended(Outcome.Truncated, 40);
        broken.ConnectNs = 3 * Given.Ms;
        RequestTimeline before = Sent(90, [20]).Ended(Outcome.Truncated, 30);
        before.ConnectNs = 5 * Given.Ms;
        SteadyTotals steady = Totals((100, 200), broken, before, Given.Failed(Outcome.Refused)).Steady;

        Assert.Equal((0, 0, 0.0), (steady.Sent, steady.Ended, steady.OutputTokens));
        Assert.Equal((1, 3.0, 3.0), Spread(steady.Metrics[MetricRegistry.Connect]));
        Assert.Equal(1, steady.Metrics[MetricRegistry.Lateness].Count);
        Assert.All(
            MetricRegistry.All.Except([MetricRegistry.Connect, MetricRegistry.Lateness, MetricRegistry.ClientLateness]), m => Assert.Equal(0, steady.Metrics[m].Count));
    }

    [Fact]
    public void Tokens_of_a_chunk_count_as_stated_or_by_their_share()
    {
        RequestTimeline stated = Given.Request();
        stated.SendNs += 150 * Given.Ms;
        foreach ((int at, int tokens) in new[] { (20, 3), (40, 2), (60, 4) })
        {
            stated.AddChunk(stated.SendNs + (at * Given.Ms), true, tokens);
        }

        stated.Usage = new TokenUsage(10, 9, -1, -1);
        stated.Outcome = Outcome.Completed;
        stated.EndNs = stated.SendNs + (61 * Given.Ms);
        Assert.Equal(5, Totals((100, 200), stated).Steady.OutputTokens);

        // 1 + 2.5 + 2.5 of 6.
        RequestTimeline shared = Sent(150, [20, 40, 60]);
        shared.Usage = new TokenUsage(10, 6, -1, -1);
        Assert.Equal(3.5, Totals((100, 200), shared).Steady.OutputTokens);
    }

    [Fact]
    public void A_whole_answer_arrives_at_its_end()
    {
        RequestTimeline inside = Sent(50, []);
        RequestTimeline after = Sent(199, []);
        foreach (RequestTimeline t in new[] { inside, after })
        {
            t.Usage = new TokenUsage(10, 7, -1, -1);
            t.EndNs = t.SendNs + (90 * Given.Ms);
        }

        SteadyTotals steady = Totals((100, 200), inside, after).Steady;
        Assert.Equal((1, 1, 7.0), (steady.Sent, steady.Ended, steady.OutputTokens));
    }

    [Fact]
    public void Good_requests_are_those_that_ended_inside()
    {
        var totals = new RunTotals([new GoodputBound("ttft", 25)], Given.Window(100, 200));
        foreach (RequestTimeline t in new[] { Sent(110, [20]), Sent(120, [30]), Sent(190, [20]) })
        {
            totals.Add(t, t.Figures());
        }

        Assert.Equal((2, 1, 2), (totals.Steady.Ended, totals.Steady.EndedGood, totals.Good));
    }

    [Fact]
    public void A_window_over_everything_has_the_whole_runs_figures() => Check.One(s_few, Prop.ForAll(Runs, run =>
    {
        RunTotals totals = Totals((-1, 1_000_000), [.. run.Requests.Select(r => Sent(r.SendMs, Times(r.GapsMs), r.Extra))]);

        Assert.All(MetricRegistry.All, m => Assert.Equal(totals.Metric(m).Summarise(), totals.Steady.Metrics[m].Summarise()));
        Assert.Equal((totals.Completed, totals.Completed), (totals.Steady.Sent, totals.Steady.Ended));
        Assert.Equal((totals.OutputTokens, totals.InputTokens), (totals.Steady.OutputTokens, totals.Steady.InputTokens));
    }));

    [Fact]
    public void Whatever_the_window_the_whole_run_is_as_without_one() => Check.One(s_few, Prop.ForAll(Runs, run =>
    {
        RequestTimeline[] requests = [.. run.Requests.Select(r => Sent(r.SendMs, Times(r.GapsMs), r.Extra))];
        RunTotals split = Totals((run.OpenMs, run.OpenMs + run.LengthMs), requests);
        RunTotals whole = ResultFixtures.Totals(requests);

        Assert.All(MetricRegistry.All, m =>
        {
            (MetricSummary a, MetricSummary b) = (whole.Metric(m).Summarise(), split.Metric(m).Summarise());
            Assert.Equal(a with { Mean = null, Std = null }, b with { Mean = null, Std = null });
            Assert.Equal(a.Mean ?? 0, b.Mean ?? 0, 1e-9 * Math.Max(1, a.Mean ?? 0));
            Assert.Equal(a.Std ?? 0, b.Std ?? 0, 1e-6 * Math.Max(1, a.Std ?? 0));
        });
        Assert.InRange(split.Steady.OutputTokens, 0, split.OutputTokens);
    }));

    [Fact]
    public void Without_a_window_nothing_is_steady()
    {
        SteadyTotals steady = ResultFixtures.Totals(Given.Completed([10, 20])).Steady;

        Assert.Equal((0, 0, 0.0), (steady.Sent, steady.Ended, steady.OutputTokens));
        Assert.All(MetricRegistry.All, m => Assert.Equal(0, steady.Metrics[m].Count));
    }

    /// <summary>A completed request, sent so many ms after <see cref="Given.SendNs"/>, with output so many ms after that.</summary>
    private static RequestTimeline Sent(int sendMs, int[] chunksMs, int extraTokens = 0)
    {
        RequestTimeline t = Given.Request(output: chunksMs.Length);
        t.SendNs += sendMs * Given.Ms;
        foreach (int at in chunksMs)
        {
            t.AddChunk(t.SendNs + (at * Given.Ms), true, 0);
        }

        t.Usage = new TokenUsage(10, chunksMs.Length + extraTokens, -1, -1);
        t.Outcome = Outcome.Completed;
        t.EndNs = t.SendNs + (chunksMs.Append(1).Max() * Given.Ms);
        return t;
    }

    private static RunTotals Totals((int OpenMs, int CloseMs) window, params RequestTimeline[] requests)
    {
        var totals = new RunTotals([], Given.Window(window.OpenMs, window.CloseMs));
        Array.ForEach(requests, r => totals.Add(r, r.Figures()));
        return totals;
    }

    private static (long, double, double) Spread(MetricAccumulator metric)
    {
        MetricSummary s = metric.Summarise();
        return (s.Count, s.Min!.Value, s.Max!.Value);
    }

    private static int[] Times(int[] gapsMs)
    {
        int at = 1;
        return [.. gapsMs.Select(gap => at += gap)];
    }
}
