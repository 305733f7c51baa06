using FsCheck;
using FsCheck.Fluent;
using LoadGen.Histograms;
using LoadGen.Measurement.Clients.Merging;
using LoadGen.Measurement.Clients.Wire;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Clients;

/// <summary>A load told by several clients, each on its own clock, in pieces, gives the sums of the same load told by one, exactly.</summary>
public class PhaseMergeTests
{
    private static readonly Arbitrary<ScriptedLoad> s_loads =
        (from clients in Gen.Choose(1, 5)
         from more in Gen.Choose(0, 40)
         from isScheduled in Gen.Elements(true, false)
         from stepsNs in Gen.Choose(1, 40_000_000).ArrayOf(120)
         select new ScriptedLoad(clients, clients + more, isScheduled, stepsNs)).ToArbitrary();

    [Fact]
    public void Several_clients_together_equal_one() => Prop.ForAll(s_loads, Gen.Choose(1, 9).ToArbitrary(), (load, pieces) =>
    {
        RunTotals one = load.AsOne();
        RunTotals several = Merge(load, pieces);

        Assert.Equal(one.Window!.Found, several.Window!.Found);
        Assert.Equal(one.Window.BelowNs, several.Window.BelowNs);
        Assert.Equal((one.Requested, one.Completed, one.OutputTokens, one.InputTokens), (several.Requested, several.Completed, several.OutputTokens, several.InputTokens));
        Assert.Equal((one.FirstIntendedNs, one.LastIntendedNs, one.LastEndNs), (several.FirstIntendedNs, several.LastIntendedNs, several.LastEndNs));
        Assert.Equal((one.Steady.Sent, one.Steady.Ended, one.Steady.OutputTokens), (several.Steady.Sent, several.Steady.Ended, several.Steady.OutputTokens));
        foreach (MetricDefinition metric in MetricRegistry.All)
        {
            Assert.Equal(one.Metric(metric).Summarise(), several.Metric(metric).Summarise());
            Assert.Equal(HistogramCodec.EncodeBase64(one.Metric(metric).Histogram), HistogramCodec.EncodeBase64(several.Metric(metric).Histogram));
        }

        Assert.Equal(one.InferenceX.Itl.Sorted(), several.InferenceX.Itl.Sorted());
        Assert.Equal(one.InferenceX.OutputLengths(), several.InferenceX.OutputLengths());
    }).QuickCheckThrowOnFailure();

    // By the definition, without the window's code.
    [Fact]
    public void The_steady_state_lies_between_the_first_full_load_and_the_instant_from_which_too_few_streams_have_requests() =>
        Prop.ForAll(s_loads.Filter(load => !load.IsScheduled), load =>
        {
            long openNs = 0;
            int active = 0;
            foreach ((long atNs, int change) in load.Changes)
            {
                active += change;
                openNs = openNs == 0 && active >= load.Threshold && atNs < load.LeftNs ? atNs : openNs;
            }

            SteadySpan? expected = openNs == 0 ? null : new SteadySpan(openNs, load.LeftNs);
            Assert.Equal(expected, Merge(load, 1).Window!.Found);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_client_that_is_through_before_the_others_ends_the_steady_state_at_once()
    {
        (PhaseMerge merge, Collector collector) = Create(2, SteadyWindow.UnderConcurrency(2));
        using Collector c = collector;
        Sent(merge, 0, 10);
        Sent(merge, 1, 20);
        merge.Add(0, new LoadEvent(LoadEventKind.Completed, 50, 50));
        merge.Add(0, new LoadEvent(LoadEventKind.Dry, 50, 50));
        merge.Add(1, new LoadEvent(LoadEventKind.Completed, 60, 60));
        Sent(merge, 1, 61);
        merge.Finish(1000);

        Assert.Equal((new SteadySpan(20, 50), 0), (collector.Window!.Found, collector.Window.BelowNs));
    }

    [Fact]
    public void A_request_waits_until_every_client_has_told_what_was_before_its_end()
    {
        (PhaseMerge merge, Collector collector) = Create(2, SteadyWindow.UnderConcurrency(2));
        using Collector c = collector;
        merge.Add(0, Requests.Completed(0, 100, 200, 2));
        merge.Told(0, 300);
        merge.Told(1, 150);
        merge.Process();
        Assert.Equal(0, collector.Totals.Requested);

        merge.Told(1, 200);
        merge.Process();
        Assert.Equal(1, collector.Totals.Requested);
    }

    [Fact]
    public void A_lost_client_ends_the_steady_state_and_what_it_told_is_kept()
    {
        (PhaseMerge merge, Collector collector) = Create(2, SteadyWindow.UnderConcurrency(2));
        using Collector c = collector;
        Sent(merge, 0, 10);
        Sent(merge, 1, 20);
        merge.Add(1, Requests.Completed(1, 20, 40, 1));
        merge.Add(1, new LoadEvent(LoadEventKind.Completed, 40, 40));
        Sent(merge, 1, 41);
        merge.Told(0, 60);
        merge.Told(1, 50);
        merge.Process();

        Assert.Equal(1, merge.Lose(1));
        Sent(merge, 0, 70);
        merge.Add(0, new LoadEvent(LoadEventKind.Completed, 90, 90));
        merge.Add(0, Requests.Completed(0, 10, 90, 1));
        merge.Told(0, 100);
        merge.End(0);
        merge.Process();
        merge.Finish(100);

        Assert.True(merge.IsOver);
        Assert.Equal(new SteadySpan(20, 50), collector.Window!.Found);
        Assert.Equal((2, 1, 1), (collector.Totals.Requested, merge.RequestedBy(0), merge.CompletedBy(1)));
    }

    [Fact]
    public void An_interval_ends_when_it_has_ended_at_every_client()
    {
        var watcher = new RecordingObserver();
        (PhaseMerge merge, Collector collector) = Create(2, null, watcher);
        using Collector c = collector;
        merge.Add(0, Interval(1, 10));
        merge.Process();
        Assert.Empty(watcher.Snapshots);

        merge.Add(0, Interval(2, 20));
        merge.Add(1, Interval(1, 90));
        merge.Process();
        Assert.Equal((1.0, 90), (watcher.Snapshots[0].ElapsedS, Math.Round(watcher.Snapshots[0].ItlP99Ms!.Value)));
        Assert.Equal(10, Math.Round(watcher.Snapshots[0].ItlP50Ms!.Value));
        Assert.Single(watcher.Snapshots);

        // The last one is broken off: it ends with the phase.
        merge.Add(1, new RemoteInterval(1, 2, MetricAccumulator.NewHistogram(), Recorded(30)));
        merge.Process();
        Assert.Single(watcher.Snapshots);
        merge.Finish(1_500_000_000);
        Assert.Equal(1.5, watcher.Snapshots[^1].ElapsedS);
        Assert.Equal(20, Math.Round(watcher.Snapshots[^1].ItlP50Ms!.Value));
    }

    private static RunTotals Merge(ScriptedLoad load, int pieces)
    {
        (PhaseMerge merge, Collector collector) = Create(load.Clients, load.NewWindow(load.Streams), streams: load.IsScheduled ? 0 : load.Streams);
        using Collector c = collector;
        var pool = new TimelinePool();
        foreach ((int client, long shiftNs, byte[] batch) in load.Batches(pieces))
        {
            var from = new WireReader(batch);
            BatchWire.Read(ref from, client, shiftNs, merge, pool);
            merge.Process();
        }

        for (int i = 0; i < load.Clients; i++)
        {
            merge.End(i);
        }

        merge.Finish(load.EndNs);
        return collector.Totals;
    }

    private static (PhaseMerge Merge, Collector Collector) Create(int clients, SteadyWindow? window, RecordingObserver? watcher = null, int? streams = null)
    {
        var live = new RemoteLive(clients);
        var phase = new CollectorPhase(false, 0, 1_000_000_000, null, null, []) { Window = window };
        var collector = new Collector(phase, null, live, new TimelinePool(), watcher ?? new RecordingObserver());
        return (new PhaseMerge([.. Enumerable.Range(0, clients).Select(i => new ClientShare(i, clients, clients).PartOf(streams ?? clients))], phase, collector, live), collector);
    }

    private static void Sent(PhaseMerge merge, int client, long atNs) => merge.Add(client, new LoadEvent(LoadEventKind.Sent, atNs, atNs));

    private static RemoteInterval Interval(long ended, int itlMs) => new(ended, ended, MetricAccumulator.NewHistogram(), Recorded(itlMs));

    private static HdrHistogram Recorded(int ms)
    {
        HdrHistogram histogram = MetricAccumulator.NewHistogram();
        histogram.TryRecord(ms * Given.Ms);
        return histogram;
    }
}
