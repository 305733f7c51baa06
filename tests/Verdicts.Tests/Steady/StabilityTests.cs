using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Steady;
using LoadGen.Verdicts.Tests.Support;

namespace LoadGen.Verdicts.Tests.Steady;

public class StabilityTests
{
    [Theory]
    [InlineData(1.1)]
    [InlineData(1.5)]
    [InlineData(3)]
    public void Above_capacity_a_queue_grows(double load) => Assert.True(Stability.Of(Queue(load, 3000, 1)).IsUnstable);

    [Fact]
    public void Below_capacity_it_does_not()
    {
        int unstable = Enumerable.Range(0, 100).Count(seed => Stability.Of(Queue(0.7, 2000, seed)).IsUnstable);
        Assert.InRange(unstable, 0, 2);
    }

    [Fact]
    public void A_drift_of_a_few_percent_is_no_queue()
    {
        var requests = Enumerable.Range(0, 1000).Select(i => Request(i, i * 0.01, 100 + (0.02 * i)));
        Stability stability = Stability.Of(requests);
        Assert.True(stability.TtftTrendZ > 3);
        Assert.InRange(stability.TtftRise, 1.05, 1.3);
        Assert.False(stability.IsUnstable);
    }

    [Fact]
    public void Requests_that_pile_up_are_seen_though_their_first_token_comes_at_once()
    {
        // The engine takes all of them in, and each answers the slower the more there are.
        var requests = Enumerable.Range(0, 1000).Select(i => Request(i, i * 0.01, 50) with { EndS = (i * 0.01) + 0.2 + (i * 0.005) });
        Stability stability = Stability.Of(requests);
        Assert.True(stability.IsUnstable);
        Assert.InRange(stability.TtftRise, 0.99, 1.01);
    }

    [Fact]
    public void A_hang_counts_as_the_wait_that_it_is()
    {
        // From the middle on nothing answers: every request ends at its timeout.
        var requests = Enumerable.Range(0, 400).Select(i => i < 200
            ? Request(i, i * 0.1, 100)
            : Request(i, i * 0.1, double.NaN) with { Outcome = Outcome.TimedOut, EndS = (i * 0.1) + 30 });
        Assert.True(Stability.Of(requests).IsUnstable);
    }

    [Fact]
    public void Of_a_few_requests_nothing_is_said()
    {
        Stability stability = Stability.Of(Queue(3, 99, 1));
        Assert.False(stability.IsUnstable);
        Assert.True(double.IsNaN(stability.TtftRise));
    }

    [Fact]
    public void What_was_never_sent_is_no_part_of_it() =>
        Assert.False(Stability.Of(Enumerable.Range(0, 500).Select(i => Request(i, double.NaN, double.NaN) with { Outcome = Outcome.Refused })).IsUnstable);

    private static IEnumerable<Observation> Queue(double load, int count, int seed) => Queued.Queue(load / 0.010, 0.010, count, seed);

    private static Observation Request(int index, double sendS, double ttftMs) => Queued.Steady(index, sendS, ttftMs);
}
