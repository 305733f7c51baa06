using System.Collections.Concurrent;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Watching.Alerts;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Probing;
using LoadGen.Watching.Running;
using LoadGen.Watching.Tests.Support;

namespace LoadGen.Watching.Tests.Running;

public sealed class WatchRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_hours_are_watched_without_a_hole()
    {
        Watch watch = New(duration: TimeSpan.FromHours(2));
        WatchEnding ending = watch.Run();

        Assert.Equal(WatchEndingKind.Duration, ending.Kind);
        Assert.Equal(TimeSpan.FromHours(2), _time.Elapsed);
        List<JournalRecord> records = watch.Records();
        ProbeRecord[] probes = [.. records.OfType<ProbeRecord>()];
        Assert.Equal(2 * 720, probes.Length);
        Assert.Equal(720, probes.Count(probe => probe.Endpoint == "a"));
        Assert.Equal(probes.Length, probes.Select(probe => probe.Prompt).Distinct().Count());
        Assert.IsType<BeginRecord>(records[0]);
        Assert.IsType<EndRecord>(records[^1]);
        Assert.Empty(records.OfType<GapRecord>());
        Assert.Empty(watch.Seen.Notices);
        Assert.Empty(watch.Seen.Alerts);
    }

    [Fact]
    public void Endpoints_take_turns_in_being_first_and_are_asked_at_the_same_moment()
    {
        Watch watch = New(duration: TimeSpan.FromMinutes(10));
        watch.Run();
        ProbeOrder[][] rounds = [.. watch.Asked.GroupBy(order => order.Round).Select(round => round.ToArray())];
        Assert.All(rounds, round => Assert.Single(round.Select(order => order.Due).Distinct()));
        Assert.Equal(Enumerable.Range(0, 60).Select(round => round % 2), rounds.Select(round => round[0].Endpoint));
    }

    [Fact]
    public void A_kill_at_any_write_loses_at_most_the_request_in_flight()
    {
        // One clean run says how many writes there are.
        Watch clean = New("clean", duration: TimeSpan.FromMinutes(3));
        clean.Run();
        int writes = clean.Disk.Writes;
        Assert.Equal(1 + (2 * 18) + 1, writes);

        for (int killedAt = 1; killedAt <= writes; killedAt++)
        {
            foreach (double reaches in new[] { 0, 0.5, 1 })
            {
                AssertSurvives(killedAt, reaches, writes);
            }
        }
    }

    [Fact]
    public void Many_kills_in_two_hours_lose_no_more_than_one_probe_each()
    {
        int restarts = 0;
        Watch watch = New();
        while (_time.Elapsed < TimeSpan.FromHours(2))
        {
            watch.Disk = new MortalDisk { KilledAt = 20 + (7 * restarts), Reaches = restarts % 3 / 2.0 };
            restarts++;
            watch.RunToItsDeath();
            _time.AdvanceSeconds(3);
        }

        watch.Disk = new MortalDisk();
        watch.Run(TimeSpan.FromMinutes(1));
        List<JournalRecord> records = watch.Records();
        Assert.True(restarts > 5);
        AssertLostOnlyInFlight(watch, records, kills: restarts);
        Assert.Equal(restarts, records.OfType<GapRecord>().Count(gap => gap.Reason == GapReason.WatcherDown));
        Assert.Equal(watch.Asked.Count, watch.Asked.Select(order => order.Prompt).Distinct().Count());
    }

    [Fact]
    public void Windows_are_as_full_after_a_restart_as_before()
    {
        Watch watch = New();
        watch.Script = (order, probe) => order.Round % 10 == 0 ? Probes.Bad(probe) : probe;
        watch.Run(TimeSpan.FromMinutes(40));
        string before = Metrics(watch);
        Assert.Equal(before, Metrics(watch));
        Assert.Contains("loadgen_watch_window_requests{endpoint=\"a\",objective=\"errors\",window=\"1h\"} 240\n", before, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_window_overruns{endpoint=\"a\",objective=\"errors\",window=\"1h\"} 24\n", before, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_burn_rate{endpoint=\"a\",objective=\"errors\",window=\"1h\"} 10\n", before, StringComparison.Ordinal);
    }

    [Fact]
    public void The_watchers_own_absence_is_no_outage_of_the_endpoint()
    {
        Watch watch = New();
        watch.Run(TimeSpan.FromMinutes(10));
        _time.AdvanceSeconds(1800);
        watch.Run(TimeSpan.FromMinutes(10));

        GapRecord gap = Assert.Single(watch.Records().OfType<GapRecord>());
        Assert.Equal(GapReason.WatcherStopped, gap.Reason);
        Assert.Equal(TimeSpan.FromMinutes(30), gap.To - gap.From);
        Assert.DoesNotContain(watch.Records().OfType<ProbeRecord>(), probe => !probe.IsCompleted);
        Assert.Empty(watch.Seen.Notices);
    }

    [Fact]
    public void A_machine_that_slept_leaves_a_gap_and_no_burst_of_probes()
    {
        Watch watch = New(duration: TimeSpan.FromMinutes(10));
        bool slept = false;
        watch.Script = (order, probe) =>
        {
            if (order.Round == 5 && !slept)
            {
                // As if the process had been held for 95 s in the middle of a round.
                slept = true;
                _time.AdvanceSeconds(95);
            }

            return probe;
        };
        watch.Run();
        GapRecord gap = Assert.Single(watch.Records().OfType<GapRecord>());
        Assert.Equal(GapReason.WatcherHeldUp, gap.Reason);
        Assert.InRange((gap.To - gap.From).TotalSeconds, 80, 95);
        Assert.Contains("the watcher was held up", Assert.Single(watch.Seen.Notices), StringComparison.Ordinal);
        DateTimeOffset[] due = [.. watch.Asked.Where(order => order.Endpoint == 0).Select(order => order.Due)];
        Assert.All(due.Zip(due.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 9, 120));
        Assert.Equal(51, due.Length);
    }

    [Fact]
    public void What_is_under_way_at_the_end_is_given_up_and_counts_for_nothing()
    {
        Watch watch = New();
        watch.Takes = TimeSpan.FromSeconds(5);
        WatchEnding ending = watch.Run(TimeSpan.FromSeconds(63));
        Assert.Equal(WatchEndingKind.Stopped, ending.Kind);
        Assert.Equal(14, watch.Asked.Count);
        Assert.Equal(12, watch.Records().OfType<ProbeRecord>().Count());
    }

    [Fact]
    public void An_alert_that_ends_the_watch_does()
    {
        Watch watch = New(text: Plans.Two.Replace("windows: [1h, 5m] }", "windows: [1h, 5m], exit: true }", StringComparison.Ordinal));
        watch.Script = (order, probe) => order is { Round: >= 30, Endpoint: 1 } ? Probes.Bad(probe) : probe;
        WatchEnding ending = watch.Run();

        Assert.Equal(WatchEndingKind.Alert, ending.Kind);
        Assert.Equal(("page", "b", "errors", true), (ending.Alert!.Alert, ending.Alert.Endpoint, ending.Alert.Objective, ending.Alert.IsFiring));

        // 14.4 times 1% of the probes so far: the sixth failure of 36.
        Assert.Equal(new WindowBurn("1h", 36, 6, 16.667), ending.Alert.Windows[0]);
        Assert.Equal("alert", Assert.IsType<EndRecord>(watch.Records()[^1]).Reason);
    }

    [Fact]
    public void An_alert_fires_once_over_restarts_and_is_over_when_the_short_window_is_clean()
    {
        Watch watch = New();
        watch.Script = (order, probe) => order is { Round: >= 60 and < 120, Endpoint: 0 } ? Probes.Bad(probe) : probe;
        watch.Run(TimeSpan.FromMinutes(15));
        Assert.True(Assert.Single(watch.Seen.Alerts, alert => alert.Objective == "errors").IsFiring);
        watch.Run(TimeSpan.FromMinutes(3));
        Assert.Single(watch.Seen.Alerts, alert => alert.Objective == "errors");
        watch.Run(TimeSpan.FromMinutes(20));
        AlertRecord[] errors = [.. watch.Seen.Alerts.Where(alert => alert.Objective == "errors")];
        Assert.Equal([true, false], errors.Select(alert => alert.IsFiring));

        // Of the 30 probes in five minutes, 4 failures are a burn of 13.3.
        Assert.Equal(4, errors[1].Windows[1].Overruns);
        Assert.InRange(errors[1].Windows[1].Requests, 29, 31);
    }

    [Fact]
    public void What_nobody_took_before_the_end_is_sent_at_the_next_start()
    {
        Watch watch = New();
        using var nobody = new Mailbox { IsDown = true };
        watch.Sender = nobody;
        watch.Script = (order, probe) => order.Endpoint == 0 ? Probes.Bad(probe) : probe;
        watch.Run(TimeSpan.FromMinutes(3));
        Assert.Empty(watch.Records().OfType<DeliveryRecord>());

        using var mailbox = new Mailbox();
        watch.Sender = mailbox;
        long firstRound = watch.Asked[^1].Round + 1;
        watch.Script = (order, probe) =>
        {
            Assert.True(order.Round < firstRound + 3 || mailbox.HasTwo.Wait(TimeSpan.FromMinutes(1)));
            return order.Endpoint == 0 ? Probes.Bad(probe) : probe;
        };
        watch.Run(TimeSpan.FromMinutes(1));
        Assert.Equal([1, 2], mailbox.Taken.Order());
        Assert.Equal([(1L, true), (2L, true)], watch.Records().OfType<DeliveryRecord>().Select(delivery => (delivery.Id, delivery.IsDelivered)));
    }

    [Fact]
    public void An_alert_that_the_file_no_longer_has_is_over()
    {
        Watch watch = New();
        watch.Script = (_, probe) => Probes.Bad(probe);
        watch.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(4, watch.Seen.Alerts.Count);

        Watch without = New(text: Plans.Two[..Plans.Two.IndexOf("alerts:", StringComparison.Ordinal)]);
        without.Run(TimeSpan.FromMinutes(1));
        Assert.Equal(4, without.Seen.Alerts.Count(alert => !alert.IsFiring));
    }

    [Fact]
    public void Midnight_sums_the_day_up_and_begins_a_new_segment()
    {
        _time.AdvanceSeconds(23 * 3600);
        Watch watch = New();
        WatchEnding ending = watch.Run(TimeSpan.FromHours(2));
        Assert.Equal(["2026-01-01.jsonl", "2026-01-02.jsonl"], Names("journal", "*.jsonl"));
        Assert.Equal(["2026-01-01.json", "2026-01-01.md", "2026-01-02.json", "2026-01-02.md"], Names("summaries", "*"));
        Assert.Contains("\"complete\": true", Summary("2026-01-01.json"), StringComparison.Ordinal);
        Assert.Contains("\"complete\": false", Summary("2026-01-02.json"), StringComparison.Ordinal);
        Assert.Equal(Summary("2026-01-02.md"), ending.Summary);
        Assert.Equal(720, 2 * watch.Records().OfType<ProbeRecord>().Count(probe => JournalSegments.DayOf(probe.At).Day == 1 && probe.Endpoint == "a"));
    }

    [Fact]
    public void A_day_that_ended_while_nobody_watched_is_summed_up_at_the_next_start()
    {
        Watch watch = New();
        watch.Run(TimeSpan.FromMinutes(5));
        Assert.Contains("\"complete\": false", Summary("2026-01-01.json"), StringComparison.Ordinal);
        _time.AdvanceSeconds(36 * 3600);
        watch.Run(TimeSpan.FromMinutes(5));
        Assert.Contains("\"complete\": true", Summary("2026-01-01.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_does_not_end_the_watch()
    {
        Watch watch = New(duration: TimeSpan.FromMinutes(10));
        watch.Script = (order, probe) =>
        {
            watch.Disk.IsFull = order.Round is >= 10 and < 20;
            return probe;
        };
        watch.Run();
        Assert.Equal(120, watch.Records().OfType<ProbeRecord>().Count());
        Assert.Equal(2, watch.Seen.Notices.Count);
        Assert.EndsWith("the disk takes records again", watch.Seen.Notices[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_names_a_seed_goes_by_it_and_another_by_the_journals()
    {
        Watch watch = New();
        watch.Run(TimeSpan.FromSeconds(5));
        watch.Run(TimeSpan.FromSeconds(5));
        BeginRecord[] begun = [.. watch.Records().OfType<BeginRecord>()];
        Assert.Equal(begun[0].Carry.Seed, begun[1].Carry.Seed);
        Assert.Equal(["a", "b"], begun[0].Endpoints);

        Watch seeded = New(text: Plans.Two.Replace("isl: 16", "seed: 5, isl: 16", StringComparison.Ordinal));
        seeded.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(5, seeded.Records().OfType<BeginRecord>().Last().Carry.Seed);
    }

    private void AssertSurvives(int killedAt, double reaches, int writes)
    {
        string name = FormattableString.Invariant($"{killedAt}-{reaches}");
        Watch watch = New(name, duration: TimeSpan.FromMinutes(3));
        watch.Disk.KilledAt = killedAt;
        watch.Disk.Reaches = reaches;
        watch.RunToItsDeath();
        watch.Disk = new MortalDisk();
        watch.Run(TimeSpan.FromMinutes(1));

        List<JournalRecord> records = watch.Records();
        ProbeRecord[] probes = [.. records.OfType<ProbeRecord>()];
        AssertLostOnlyInFlight(watch, records, kills: 1);
        Assert.Equal(watch.Asked.Count, watch.Asked.Select(order => order.Prompt).Distinct().Count());
        Assert.Equal(probes.Length, probes.Select(probe => (probe.Round, probe.Endpoint)).Distinct().Count());

        // Unless nothing at all was written, the journal knows that a watcher was there, and how it ended.
        bool knew = killedAt > 1 || reaches == 1;
        bool ended = killedAt == writes && reaches == 1;
        Assert.Equal(knew ? [ended ? GapReason.WatcherStopped : GapReason.WatcherDown] : [], records.OfType<GapRecord>().Select(gap => gap.Reason));
        Assert.Equal(reaches == 0.5 ? 1 : 0, watch.Seen.Notices.Count(notice => notice.Contains("was not written whole", StringComparison.Ordinal)));
    }

    // Both endpoints are asked at the same moment: each may have one request in flight, in the round in which the watcher was killed.
    private static void AssertLostOnlyInFlight(Watch watch, List<JournalRecord> records, int kills)
    {
        HashSet<int> kept = [.. records.OfType<ProbeRecord>().Select(probe => probe.Prompt)];
        ProbeOrder[] lost = [.. watch.Asked.Where(order => !kept.Contains(order.Prompt))];
        Assert.Equal(watch.Asked.Count, kept.Count + lost.Length);
        Assert.InRange(lost.Select(order => order.Due).Distinct().Count(), 0, kills);
        Assert.All(lost.GroupBy(order => (order.Due, order.Endpoint)), one => Assert.Single(one));
    }

    private Watch New(string name = "watch", TimeSpan? duration = null, string? text = null) =>
        new(Plans.Read(Path.Combine(_folder.Path, name), text) with { Duration = duration }, _time);

    private static string Metrics(Watch watch)
    {
        using WatchRun run = watch.Open();
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        run.Board.WriteMetrics(text);
        return string.Join('\n', System.Text.Encoding.UTF8.GetString(text.WrittenSpan).Split('\n').Where(line => line.StartsWith("loadgen_watch_window", StringComparison.Ordinal) || line.StartsWith("loadgen_watch_burn", StringComparison.Ordinal))) + "\n";
    }

    private string Summary(string name) => File.ReadAllText(Path.Combine(_folder.Path, "watch", "summaries", name));

    private string[] Names(string folder, string pattern) =>
        [.. Directory.GetFiles(Path.Combine(_folder.Path, "watch", folder), pattern).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').Order(StringComparer.Ordinal)];

    private sealed class Mailbox : IAlertSender, IDisposable
    {
        public bool IsDown { get; init; }

        public ConcurrentQueue<long> Taken { get; } = new();

        public ManualResetEventSlim HasTwo { get; } = new();

        public Task<string?> SendAsync(AlertRecord alert, CancellationToken cancellation)
        {
            if (!IsDown)
            {
                Taken.Enqueue(alert.Id);
                if (Taken.Count == 2)
                {
                    HasTwo.Set();
                }
            }

            return Task.FromResult(IsDown ? "down" : null);
        }

        public void Dispose() => HasTwo.Dispose();
    }
}
