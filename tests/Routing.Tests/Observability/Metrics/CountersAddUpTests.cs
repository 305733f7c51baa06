using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Tests.Observability.Support;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Observability.Metrics;

public sealed class CountersAddUpTests
{
    private const int Workers = 4;

    [Fact]
    public void Whatever_happens_started_is_over_plus_in_flight_and_histograms_have_what_is_over()
    {
        Gen<(int Worker, int Leg, int Outcome, long Ns, bool Ends, bool IsRemoved)> step =
            from worker in Gen.Choose(0, Workers - 1)
            from leg in Gen.Choose(0, 2)
            from outcome in Gen.Choose(0, Enum.GetValues<LegOutcome>().Length - 1)
            from ns in Gen.Choose(-1, int.MaxValue)
            from ends in Gen.Elements(true, true, false)
            from removed in Gen.Frequency((20, Gen.Constant(false)), (1, Gen.Constant(true)))
            select (worker, leg, outcome, (long)ns, ends, removed);

        Prop.ForAll(Arb.From(Gen.ListOf(step)), steps =>
        {
            var time = new ManualTime();
            var metrics = new RouterMetrics(new RouterMetricsOptions { WorkersMax = 3 }, time);
            Fleet fleet = Fleets.Empty();
            Worker[] workers = [.. Enumerable.Range(1, Workers).Select(port => fleet.Add(WorkerRole.Both, port))];
            int over = 0;
            int withFirstByte = 0;
            int started = 0;
            foreach (var (worker, leg, outcome, ns, ends, removed) in steps)
            {
                metrics.LegStarted(workers[worker], (Leg)leg);
                started++;
                if (ends)
                {
                    metrics.LegEnded(workers[worker], (Leg)leg, (LegOutcome)outcome, ns, ns);
                    over++;
                    withFirstByte += ns >= 0 ? 1 : 0;
                }

                if (removed)
                {
                    fleet.TryRemove(workers[worker].Id);
                    Exposition.Scrape(metrics, fleet);
                    time.Advance(TimeSpan.FromMinutes(20));
                }
            }

            Exposition scrape = Exposition.Scrape(metrics, fleet);
            Assert.Equal(started, scrape.Sum("legs_started_total"));
            Assert.Equal(over, scrape.Sum("legs_total"));
            Assert.Equal(started - over, scrape.Sum("legs_inflight"));
            Assert.Equal(over, scrape.Sum("leg_duration_seconds_count"));
            Assert.Equal(withFirstByte, scrape.Sum("leg_first_byte_seconds_count"));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Threads_lose_no_count_while_others_scrape()
    {
        const int Threads = 4;
        const int Rounds = 2_000;
        var time = new ManualTime();
        var metrics = new RouterMetrics(time: time);
        Fleet fleet = Fleets.Empty();
        Worker[] workers = [.. Enumerable.Range(1, Workers).Select(port => fleet.Add(WorkerRole.Both, port))];
        using var start = new Barrier(Threads);
        Task[] recording = [.. Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            start.SignalAndWait();
            for (int i = 0; i < Rounds; i++)
            {
                Worker worker = workers[i % Workers];
                metrics.LegStarted(worker, Leg.Whole);
                metrics.LegEnded(worker, Leg.Whole, (LegOutcome)(i % 3), i, i);
                metrics.Rejected(i % 2 == 0 ? "a" : "b");
                metrics.RequestStarted("chat");
                metrics.RequestEnded("chat", 200 + (i % 5), "completed", i, i);
            }
        }))];

        for (int i = 0; i < 20; i++)
        {
            Exposition between = Exposition.Scrape(metrics, fleet);
            Assert.All(between.Of("legs_inflight"), sample => Assert.True(sample.Value >= 0));
        }

        await Task.WhenAll(recording);
        Exposition scrape = Exposition.Scrape(metrics, fleet);
        Assert.Equal(Threads * Rounds, scrape.Sum("legs_started_total"));
        Assert.Equal(Threads * Rounds, scrape.Sum("legs_total"));
        Assert.Equal(Threads * Rounds, scrape.Sum("leg_duration_seconds_count"));
        Assert.Equal(Threads * Rounds, scrape.Sum("rejected_total"));
        Assert.Equal(Threads * Rounds, scrape.Sum("requests_total"));
        Assert.Equal(0, scrape.Sum("requests_inflight"));
    }
}
