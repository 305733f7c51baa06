using LoadGen.Routing.Health;

namespace LoadGen.Routing.Tests.Health;

public class ProbeTallyTests
{
    private readonly ProbeTally _tally = new(new ProbeSettings { UnhealthyAfter = 3, HealthyAfter = 2 });

    [Fact]
    public void A_new_worker_is_what_its_first_probe_says()
    {
        Assert.False(_tally.Add(ProbeVerdict.Failed, completedMeanwhile: false));
        Assert.True(_tally.Add(ProbeVerdict.Good, completedMeanwhile: false));
    }

    [Fact]
    public void A_healthy_worker_is_unhealthy_after_failures_in_a_row()
    {
        Add("+--");
        Assert.True(_tally.Add(ProbeVerdict.Good, completedMeanwhile: false));
        Assert.Equal([null, null, false], Add("---"));
    }

    [Fact]
    public void An_unhealthy_worker_is_healthy_after_good_probes_in_a_row() =>
        Assert.Equal([true, null, null, false, null, false, null, true], Add("+---+-++"));

    [Fact]
    public void A_timeout_counts_half() =>
        Assert.Equal([true, null, null, null, null, null, false], Add("+tttttt"));

    [Fact]
    public void Timeouts_and_failures_add_up() =>
        Assert.Equal([true, null, null, null, false], Add("+t-t-"));

    [Fact]
    public void A_timeout_of_a_worker_that_completes_requests_counts_nothing() =>
        Assert.All(Add("+TTTTTTTTTTTTTTTTTTTT").Skip(1), a => Assert.Null(a));

    [Fact]
    public void A_refusal_counts_though_requests_complete()
    {
        Add("+");
        Assert.Null(_tally.Add(ProbeVerdict.Failed, completedMeanwhile: true));
        Assert.Null(_tally.Add(ProbeVerdict.Failed, completedMeanwhile: true));
        Assert.False(_tally.Add(ProbeVerdict.Failed, completedMeanwhile: true));
    }

    [Fact]
    public void A_worker_that_begins_anew_needs_one_good_probe()
    {
        Add("+---");
        _tally.Restart();
        Assert.True(_tally.Add(ProbeVerdict.Good, completedMeanwhile: false));
    }

    // + good, - failed, t timed out, T timed out while requests complete.
    private bool?[] Add(string probes) => [.. probes.Select(p => p switch
    {
        '+' => _tally.Add(ProbeVerdict.Good, completedMeanwhile: false),
        '-' => _tally.Add(ProbeVerdict.Failed, completedMeanwhile: false),
        _ => _tally.Add(ProbeVerdict.TimedOut, completedMeanwhile: p == 'T'),
    })];
}
