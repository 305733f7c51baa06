using LoadGen.Watching.Alerts;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Probing;
using LoadGen.Watching.Running;
using LoadGen.Watching.Settings;

namespace LoadGen.Watching.Tests.Support;

/// <summary>Watches under a clock that the test moves: everything happens on its thread, so that hours pass in no time and the same way each time.</summary>
internal sealed class Watch(WatchPlan plan, ManualTime time)
{
    public Seen Seen { get; } = new();

    public MortalDisk Disk { get; set; } = new();

    public Func<ProbeOrder, ProbeRecord, ProbeRecord>? Script { get; set; }

    public IAlertSender? Sender { get; set; }

    public TimeSpan Takes { get; set; }

    /// <summary>What the last run asked.</summary>
    public List<ProbeOrder> Asked { get; } = [];

    public string JournalFolder => Path.Combine(plan.Output, "journal");

    /// <summary>Runs until it is over, or has gone on for so long and is stopped.</summary>
    public WatchEnding Run(TimeSpan? stopAfter = null)
    {
        using var stop = new CancellationTokenSource();
        using WatchRun run = Open();
        return Drive(run, stop, stopAfter);
    }

    /// <summary>Runs until the disk kills it.</summary>
    public void RunToItsDeath()
    {
        using var stop = new CancellationTokenSource();
        using WatchRun run = Open();
        Assert.Throws<KilledException>(() => Drive(run, stop, null));
    }

    public WatchRun Open() => new(plan, new WatchParts { Time = time, Observer = Seen, Sender = Sender, Version = "1.2.3", OpenSegment = path => Disk.Open(path) });

    /// <summary>Every record of the journal, all days.</summary>
    public List<JournalRecord> Records()
    {
        var notices = new List<string>();
        List<JournalRecord> records = [.. JournalSegments.Days(JournalFolder).SelectMany(day => JournalReader.Read(JournalSegments.PathOf(JournalFolder, day), notices))];
        Assert.Empty(notices);
        return records;
    }

    private WatchEnding Drive(WatchRun run, CancellationTokenSource stop, TimeSpan? stopAfter)
    {
        // What waits goes on on the thread that moves the clock, and nowhere else.
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            TimeSpan until = time.Elapsed + (stopAfter ?? TimeSpan.MaxValue - time.Elapsed);
            Task<WatchEnding> ending = run.RunAsync(
                _ =>
                {
                    var probes = new Probes(time, [.. plan.Endpoints.Select(endpoint => endpoint.Name)], Script) { Takes = Takes };
                    return new Remembering(probes, Asked);
                },
                stop.Token);
            while (!ending.IsCompleted && !stop.IsCancellationRequested)
            {
                double nextS = time.NextDueS;
                Assert.True(double.IsFinite(nextS), "the watch waits for nothing");
                if (time.Elapsed + TimeSpan.FromSeconds(nextS) > until)
                {
                    time.Advance(until - time.Elapsed);
                    stop.Cancel();
                }
                else
                {
                    time.AdvanceSeconds(nextS);
                }
            }

            // Alerts are sent on threads of their own: the clock goes on until they are through.
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            while (!ending.IsCompleted)
            {
                limit.Token.ThrowIfCancellationRequested();
                if (double.IsFinite(time.NextDueS))
                {
                    time.AdvanceSeconds(time.NextDueS);
                }

                Thread.Yield();
            }

            return ending.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class Remembering(Probes probes, List<ProbeOrder> asked) : IEndpointProbe
    {
        public Task<ProbeRecord> AskAsync(ProbeOrder order, CancellationToken cancellation)
        {
            asked.Add(order);
            return probes.AskAsync(order, cancellation);
        }
    }
}
