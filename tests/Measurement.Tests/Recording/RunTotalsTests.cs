using LoadGen.Inference;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Recording;

public class RunTotalsTests
{
    [Fact]
    public void Every_outcome_is_counted_and_they_add_up()
    {
        RequestTimeline[] requests =
        [
            .. Enum.GetValues<Outcome>().SelectMany((outcome, i) => Enumerable.Range(0, i + 1).Select(_ =>
                outcome == Outcome.Completed ? Given.Completed([10, 20]) : Given.Failed(outcome))),
        ];
        RunTotals totals = ResultFixtures.Totals(requests);

        Assert.All(Enum.GetValues<Outcome>(), outcome => Assert.Equal((int)outcome + 1, totals.Of(outcome)));
        Assert.Equal((66, 1, 65), (totals.Requested, totals.Completed, totals.Failed));
    }

    [Fact]
    public void Tokens_and_metrics_are_of_completed_requests_only()
    {
        RequestTimeline broken = Given.Request().Heard(1, 1, 1, 2, 3).Ended(Outcome.Truncated, 3);
        RunTotals totals = ResultFixtures.Totals(Given.Completed([10, 20, 20], usage: 7), broken);

        Assert.Equal((10, 7, 3), (totals.InputTokens, totals.OutputTokens, totals.Chunks));
        Assert.Equal((1, 2), (totals.CoalescedChunks, totals.MaxChunksPerRead));
        MetricDefinition[] completed = [.. MetricRegistry.All.Except([MetricRegistry.Lateness, MetricRegistry.ClientLateness, MetricRegistry.Connect, MetricRegistry.Dial, MetricRegistry.Proxy, MetricRegistry.Tls, MetricRegistry.Head, MetricRegistry.Itl, MetricRegistry.ItlPerToken, MetricRegistry.DeliveryDelay, MetricRegistry.Ttfvt])];
        Assert.All(completed, m => Assert.Equal(1, totals.Metric(m).Count));
        Assert.Equal((2, 6), (totals.Metric(MetricRegistry.Itl).Count, totals.Metric(MetricRegistry.ItlPerToken).Count));
        Assert.Equal(2, totals.Metric(MetricRegistry.Lateness).Count);
    }

    [Fact]
    public void Lateness_is_of_requests_that_were_sent_and_connecting_of_those_that_connected()
    {
        RequestTimeline unsent = Given.Failed(Outcome.Refused);
        unsent.SendNs = 0;
        RequestTimeline connected = Given.Failed(Outcome.Truncated);
        (connected.ConnectNs, connected.ReusedConnection) = (3 * Given.Ms, false);
        (connected.DialNs, connected.TlsNs, connected.HeadNs) = (Given.Ms, 2 * Given.Ms, Given.SendNs + (4 * Given.Ms));
        RequestTimeline reused = Given.Completed([5]);
        reused.ReusedConnection = true;
        RunTotals totals = ResultFixtures.Totals(unsent, connected, reused);

        Assert.Equal((2, 2.0), (totals.Metric(MetricRegistry.Lateness).Count, totals.Metric(MetricRegistry.Lateness).Summarise().Mean));
        Assert.Equal((1, 3.0), (totals.Metric(MetricRegistry.Connect).Count, totals.Metric(MetricRegistry.Connect).Summarise().Mean));
        Assert.Equal([1.0, 2.0, 4.0], new[] { MetricRegistry.Dial, MetricRegistry.Tls, MetricRegistry.Head }.Select(m => totals.Metric(m).Summarise().Mean));
        Assert.Equal([1L, 1, 1, 0], new[] { MetricRegistry.Dial, MetricRegistry.Tls, MetricRegistry.Head, MetricRegistry.Proxy }.Select(m => totals.Metric(m).Count));
        Assert.Equal(1, totals.ReusedConnections);
    }

    [Fact]
    public void Server_counts_that_differ_from_the_clients_are_mismatches()
    {
        RequestTimeline agreeing = Given.Completed([10, 20], usage: 2);
        RequestTimeline longer = Given.Completed([10, 20], usage: 4);
        RequestTimeline template = Given.Completed([10, 20], usage: 2);
        template.Usage = new TokenUsage(15, 2, 6, 0);
        RequestTimeline unstated = Given.Completed([10, 20]);
        unstated.Usage = new TokenUsage(-1, -1, -1, -1);
        RequestTimeline whole = Given.Completed([], usage: 9);
        RunTotals totals = ResultFixtures.Totals(agreeing, longer, template, unstated, whole, Given.Completed([10]));

        Assert.Equal((1, 1, 5), (totals.OutputMismatches, totals.InputMismatches, totals.WithUsage));
        Assert.Equal((65, 60), (totals.InputTokens, totals.InputTokensClient));
        Assert.Equal((6, 2 + 4 + 2 + 2 + 9 + 1), (totals.CachedInputTokens, totals.OutputTokens));
    }

    [Fact]
    public void A_request_is_good_when_it_meets_every_bound()
    {
        GoodputBound[] bounds = [new("ttft", 100), new("e2el", 200)];
        RunTotals totals = ResultFixtures.Totals(
            bounds, Given.Completed([100, 200]), Given.Completed([101, 150]), Given.Completed([50, 201]), Given.Failed(Outcome.Truncated));

        Assert.Equal(1, totals.Good);
        Assert.Equal(2, ResultFixtures.Totals(Given.Completed([1]), Given.Completed([1]), Given.Failed(Outcome.Refused)).Good);
    }

    [Fact]
    public void The_run_lasts_from_the_first_intended_start_to_the_last_end_of_any_outcome()
    {
        RequestTimeline early = Given.Completed([10]);
        RequestTimeline late = Given.Failed(Outcome.TimedOut).Ended(Outcome.TimedOut, 900);
        RunTotals totals = ResultFixtures.Totals(late, early);

        Assert.Equal((Given.IntendedNs, Given.SendNs + (900 * Given.Ms)), (totals.FirstIntendedNs, totals.LastEndNs));
    }

    [Fact]
    public void Errors_are_listed_by_how_often_they_came()
    {
        RunTotals totals = ResultFixtures.Totals(
            Given.Failed(Outcome.Status5xx, "b"), Given.Failed(Outcome.Status4xx, "c"), Given.Failed(Outcome.Status5xx, "a"),
            Given.Failed(Outcome.Status4xx, "c"), Given.Failed(Outcome.Cancelled));

        Assert.Equal(
            [(Outcome.Status4xx, "c", 2), (Outcome.Status5xx, "a", 1), (Outcome.Status5xx, "b", 1), (Outcome.Cancelled, "cancelled", 1)],
            totals.Errors);
    }

    [Fact]
    public void A_thousand_different_errors_are_kept_apart_and_the_rest_together()
    {
        RunTotals totals = ResultFixtures.Totals([.. Enumerable.Range(0, 1500).Select(i => Given.Failed(Outcome.StreamError, $"error {i}"))]);

        Assert.Equal(1001, totals.Errors.Count());
        Assert.Equal((Outcome.StreamError, "(further distinct errors; see records.jsonl)", 500), totals.Errors.First());
        Assert.Equal(1500, totals.Errors.Sum(e => e.Count));
    }

    [Fact]
    public void Interactivity_is_of_each_request_not_the_inverse_of_a_percentile()
    {
        // TPOT 10, 20 and 40 ms.
        RunTotals totals = ResultFixtures.Totals(Given.Completed([100, 110]), Given.Completed([100, 120]), Given.Completed([100, 140]));
        MetricSummary users = totals.Metric(MetricRegistry.Interactivity).Summarise();

        Assert.Equal((25.0, 100.0), (users.Min, users.Max));
        Assert.Equal(175.0 / 3, users.Mean!.Value, 9);
        Assert.Equal(50.0, users.P50!.Value, 0.05);
    }
}
