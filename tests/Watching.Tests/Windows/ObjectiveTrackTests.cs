using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Objectives;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Tests.Support;
using LoadGen.Watching.Windows;

namespace LoadGen.Watching.Tests.Windows;

public class ObjectiveTrackTests
{
    private static readonly TimeSpan[] s_windows = [TimeSpan.FromMinutes(5)];

    [Theory]
    [InlineData("{ metric: error_rate, max: 1% }", 0.01)]
    [InlineData("{ metric: availability, min: 99.9%, window: 10s }", 0.001)]
    [InlineData("{ metric: ttft, percentile: 99, max: 2s }", 0.01)]
    [InlineData("{ metric: tpot, requests: 99.5%, max: 200ms }", 0.005)]
    [InlineData("{ metric: interactivity, percentile: 1, min: 25 }", 0.01)]
    public void What_an_objective_allows_is_exact(string objective, double allowed) => Assert.Equal(allowed, ErrorBudget.AllowedShare(Read(objective)));

    [Fact]
    public void A_probe_that_did_not_complete_misses_every_objective_on_times()
    {
        ObjectiveTrack track = Track("{ metric: ttft, percentile: 99, max: 200ms }",
            Good(0), Good(10) with { TtftMs = 201 }, Probes.Bad(Good(20)), Probes.Bad(Good(30), Outcome.RateLimited), Probes.Bad(Good(40), Outcome.TimedOut));
        Assert.Equal(new WindowCount(5, 4), track[0]);
        Assert.Equal(80, track.Burn(0), 9);
    }

    [Fact]
    public void Rates_count_what_they_name()
    {
        ProbeRecord[] probes = [Good(0), Probes.Bad(Good(1)), Probes.Bad(Good(2), Outcome.RateLimited), Probes.Bad(Good(3), Outcome.Truncated)];
        Assert.Equal(3, Track("{ metric: error_rate, max: 1% }", probes)[0].Overruns);
        Assert.Equal(1, Track("{ metric: rate_limit_rate, max: 1% }", probes)[0].Overruns);
        Assert.Equal(1, Track("{ metric: truncation_rate, max: 1% }", probes)[0].Overruns);
    }

    [Fact]
    public void An_objective_counts_the_prompts_of_its_band_alone()
    {
        ObjectiveTrack track = Track("{ metric: ttft, percentile: 90, max: 200ms, context: 0-100 }", Good(0), Good(1) with { RequestedInputTokens = 101 });
        Assert.Equal(1, track[0].Requests);
    }

    [Fact]
    public void A_span_of_time_is_up_when_half_of_what_was_due_in_it_completed()
    {
        ObjectiveTrack track = Track("{ metric: availability, min: 99%, window: 10s }",
            Good(0), Probes.Bad(Good(5)),                              // half: up
            Probes.Bad(Good(10)), Probes.Bad(Good(12)), Good(14),      // a third: down
            Good(30),                                                  // nothing was due from 20 on: no span
            Probes.Bad(Good(40)));                                     // still open
        Assert.Equal(new WindowCount(3, 1), track[0]);
        track.Finish(Probes.Noon.AddSeconds(50));
        Assert.Equal(new WindowCount(4, 2), track[0]);
    }

    [Theory]
    [InlineData("{ metric: ttft, mean: true, max: 2s }", "a mean has no error budget")]
    [InlineData("{ metric: output_tokens_per_s, min: 1000 }", "a probe makes no load")]
    public void What_no_probe_can_hold_anyone_to_is_refused(string objective, string problem)
    {
        var e = Assert.Throws<Configuration.ConfigurationException>(() => Read(objective));
        Assert.Contains(problem, Assert.Single(e.Problems).ToString(), StringComparison.Ordinal);
        Assert.StartsWith("/watches/test.yaml:4:", Assert.Single(e.Problems).ToString(), StringComparison.Ordinal);
    }

    private static ProbeRecord Good(double s) => Probes.Good("a", Probes.Noon.AddSeconds(s));

    private static Objective Read(string objective) => Plans.Read("/tmp", $$"""
        name: one
        endpoints: [{ name: a, url: http://127.0.0.1:9, model: m }]
        objectives:
          - {{objective}}
        """).Objectives[0];

    private static ObjectiveTrack Track(string objective, params ProbeRecord[] probes)
    {
        var track = new ObjectiveTrack(Read(objective), s_windows);
        foreach (ProbeRecord probe in probes)
        {
            track.Add(probe.At, probe.Due, probe.ToObservation());
        }

        return track;
    }
}
