using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Timelines;

public class DeliveryDelaysTests
{
    [Fact]
    public void Many_are_kept_in_order_and_forgotten_together()
    {
        var delays = new DeliveryDelays();
        long[] all = [.. Enumerable.Range(0, 5000).Select(i => (long)i * i)];
        Array.ForEach(all, delays.Add);
        Assert.Equal(all, delays.Ns.ToArray());

        delays.Clear();
        Assert.True(delays.Ns.IsEmpty);
        delays.Add(3);
        delays.Release();
        Assert.True(delays.Ns.IsEmpty);
        delays.Add(4);
        Assert.Equal([4], delays.Ns.ToArray());
    }

    [Fact]
    public void A_request_that_is_sent_again_forgets_those_of_its_first_answer()
    {
        RequestTimeline timeline = Given.Request();
        timeline.Delays.Add(1);
        timeline.ResetResponse();
        Assert.True(timeline.Delays.Ns.IsEmpty);
    }

    [Fact]
    public void Those_of_completed_requests_are_summed_up_in_ms()
    {
        var totals = new RunTotals([]);
        RequestTimeline completed = Given.Completed([10, 20]);
        completed.Delays.Add(2 * Given.Ms);
        completed.Delays.Add(4 * Given.Ms);
        RequestTimeline failed = Given.Failed(Outcome.Truncated);
        failed.Delays.Add(100 * Given.Ms);

        totals.Add(completed, completed.Figures());
        totals.Add(failed, failed.Figures());

        MetricSummary delay = totals.Metric(MetricRegistry.DeliveryDelay).Summarise();
        Assert.Equal((2, 3.0, 4.0), (delay.Count, delay.Mean, delay.Max));
    }
}
