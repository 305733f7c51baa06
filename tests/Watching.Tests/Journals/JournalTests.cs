using LoadGen.Measurement.Tests.Support;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Tests.Support;

namespace LoadGen.Watching.Tests.Journals;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_of_record_comes_back_as_it_was_written()
    {
        AlertRecord alert = Alert(3, isFiring: true);
        JournalRecord[] written =
        [
            Begin(),
            Probes.Good("a", At(1)),
            Probes.Bad(Probes.Good("b", At(2))) with { CachedTokens = 4, Simulated = true },
            new GapRecord { At = At(3), From = At(2), To = At(3), Reason = GapReason.WatcherHeldUp },
            alert,
            new DeliveryRecord { At = At(4), Id = 3, IsDelivered = false, Tries = 10, Error = "status 500" },
            new EndRecord { At = At(5), Reason = "stopped" },
        ];
        using (Journal journal = Open(out _))
        {
            foreach (JournalRecord record in written)
            {
                journal.Append(record);
            }
        }

        using (Open(out JournalHistory history))
        {
            Assert.Equal(written.Select(Text), history.Records.Select(Text));
            Assert.Empty(history.Notices);
            Assert.True(history.HasEnded);
            Assert.Equal(At(5), history.LastAt);
        }
    }

    [Fact]
    public void Each_record_is_one_write()
    {
        var disk = new MortalDisk();
        using Journal journal = Open(out _, disk);
        journal.Append(Begin());
        for (int i = 0; i < 10; i++)
        {
            journal.Append(Probes.Good("a", At(i)));
            Assert.Equal(i + 2, disk.Writes);
        }
    }

    [Fact]
    public void A_torn_last_line_is_cut_off_and_said()
    {
        Write(Begin(), Probes.Good("a", At(1)), Probes.Good("a", At(2)));
        string path = Segment(0);
        byte[] whole = File.ReadAllBytes(path);
        int last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (int length = last; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            using (Open(out JournalHistory history))
            {
                Assert.Equal(2, history.Records.Count);
                Assert.Equal(length == last ? 0 : 1, history.Notices.Count);
                Assert.All(history.Notices, notice => Assert.Contains($"its {length - last} bytes are cut off", notice, StringComparison.Ordinal));
            }

            Assert.Equal(last, new FileInfo(path).Length);
        }
    }

    [Fact]
    public void A_line_that_cannot_be_read_costs_no_other()
    {
        Write(Begin(), Probes.Good("a", At(1)));
        File.AppendAllText(Segment(0), "not a record\n{\"kind\":\"from a later version\",\"at\":\"2026-01-01T00:00:01+00:00\"}\n");
        Write(Probes.Good("a", At(2)));
        using (Open(out JournalHistory history))
        {
            Assert.Equal(3, history.Records.Count);
            Assert.Equal([$"{Segment(0)}:3: no record of a journal: left out", $"{Segment(0)}:4: no record of a journal: left out"], history.Notices);
        }

        Assert.Contains("not a record", File.ReadAllText(Segment(0)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_watch_in_the_folder_is_refused()
    {
        using Journal first = Open(out _);
        WatchException e = Assert.Throws<WatchException>(() => Open(out _));
        Assert.Contains("another watch writes this journal", e.Message, StringComparison.Ordinal);
        first.Dispose();
        using Journal third = Open(out _);
        Assert.Equal(0, third.Unwritten);
    }

    [Fact]
    public void Each_day_has_its_segment_which_begins_with_all_that_goes_on()
    {
        AlertRecord alert = Alert(7, isFiring: true);
        Write(Begin(), Probes.Good("a", At(1), round: 41, prompt: 99), alert, Probes.Good("a", At(1) + TimeSpan.FromDays(1), round: 42, prompt: 100));

        string second = File.ReadAllLines(Segment(1))[0];
        Assert.StartsWith("{\"kind\":\"day\",", second, StringComparison.Ordinal);

        // Only what lies within the last hour is asked for, and what goes on is known all the same.
        using Journal journal = Journal.Open(_folder.Path, At(0) + TimeSpan.FromDays(1), 5, out JournalHistory history);
        Assert.Equal(2, history.Records.Count);
        JournalCarry carry = journal.Carry;
        Assert.Equal((17L, 43L, 101, 8L), (carry.Seed, carry.NextRound, carry.NextPrompt, carry.NextAlert));
        Assert.Equal(7, Assert.Single(carry.Firing).Id);
        Assert.Equal(7, Assert.Single(carry.Undelivered).Id);
    }

    [Fact]
    public void Old_segments_are_not_needed_for_what_goes_on()
    {
        Write([Begin(), Alert(7, isFiring: true), .. Enumerable.Range(0, 5).Select(day => Probes.Good("a", At(1) + TimeSpan.FromDays(day), round: day, prompt: day))]);
        for (int day = 0; day < 3; day++)
        {
            File.Delete(Segment(day));
        }

        using Journal journal = Journal.Open(_folder.Path, At(0) + TimeSpan.FromDays(4), 5, out _);
        Assert.Equal((17L, 5L, 5, 8L), (journal.Carry.Seed, journal.Carry.NextRound, journal.Carry.NextPrompt, journal.Carry.NextAlert));
        Assert.Equal(7, Assert.Single(journal.Carry.Firing).Id);
    }

    [Fact]
    public void A_segment_that_was_only_begun_hides_nothing()
    {
        Write(Begin(), Probes.Good("a", At(1), round: 3, prompt: 9));
        File.WriteAllText(Segment(1), "{\"kind\":\"da");
        using Journal journal = Journal.Open(_folder.Path, At(0) + TimeSpan.FromDays(1), 5, out JournalHistory history);
        Assert.Single(history.Notices);
        Assert.Equal((17L, 4L, 10), (journal.Carry.Seed, journal.Carry.NextRound, journal.Carry.NextPrompt));
        Assert.Equal(At(1), history.LastAt);
    }

    [Fact]
    public void Records_wait_while_the_disk_is_full_and_keep_their_order()
    {
        var disk = new MortalDisk();
        var told = new List<string?>();
        using (Journal journal = Open(out _, disk))
        {
            journal.Failing += told.Add;
            journal.Append(Begin());
            disk.IsFull = true;
            journal.Append(Probes.Good("a", At(1), prompt: 1));
            journal.Append(Probes.Good("a", At(2), prompt: 2));
            Assert.Equal(2, journal.Unwritten);
            disk.IsFull = false;
            journal.Append(Probes.Good("a", At(3), prompt: 3));
            Assert.Equal(0, journal.Unwritten);
        }

        Assert.Equal(2, told.Count);
        Assert.Contains("the disk refuses records (No space left on device); they wait in memory", told[0], StringComparison.Ordinal);
        Assert.Null(told[1]);
        using (Open(out JournalHistory history))
        {
            Assert.Equal([1, 2, 3], history.Records.OfType<ProbeRecord>().Select(probe => probe.Prompt));
            Assert.Empty(history.Notices);
        }
    }

    [Fact]
    public void A_day_that_begins_on_a_full_disk_is_written_later()
    {
        var disk = new MortalDisk();
        using (Journal journal = Open(out _, disk))
        {
            journal.Append(Begin());
            disk.IsFull = true;
            journal.Append(Probes.Good("a", At(1) + TimeSpan.FromDays(1), prompt: 1));
            disk.IsFull = false;
            journal.Append(Probes.Good("a", At(2) + TimeSpan.FromDays(1), prompt: 2));
        }

        Assert.Equal(3, File.ReadAllLines(Segment(1)).Length);
        using (Open(out JournalHistory history))
        {
            Assert.Equal([1, 2], history.Records.OfType<ProbeRecord>().Select(probe => probe.Prompt));
        }
    }

    [Fact]
    public void A_wall_clock_that_goes_back_leaves_the_order()
    {
        using Journal journal = Open(out _);
        journal.Append(Begin());
        journal.Append(Probes.Good("a", At(100)));
        Assert.Equal(At(100), journal.Append(Probes.Good("a", At(50))).At);
        Assert.Equal(At(101), journal.Append(Probes.Good("a", At(101))).At);
    }

    private static AlertRecord Alert(long id, bool isFiring) => new()
    {
        At = new DateTimeOffset(2026, 1, 1, 0, 0, 4, TimeSpan.Zero),
        Id = id,
        Alert = "page",
        Endpoint = "a",
        Objective = "errors",
        IsFiring = isFiring,
        Threshold = 14.4,
        AllowedShare = 0.01,
        Windows = [new WindowBurn("1h", 100, 50, 50)],
    };

    private static string Text(JournalRecord record) => System.Text.Json.JsonSerializer.Serialize(record, JournalJson.Default.JournalRecord);

    private DateTimeOffset At(double s) => _time.GetUtcNow().AddSeconds(s);

    private BeginRecord Begin() => new()
    {
        At = At(0),
        Version = "1",
        Endpoints = ["a", "b"],
        Carry = new JournalCarry { Seed = 17, NextRound = 0, NextPrompt = 0, NextAlert = 1, Firing = [], Undelivered = [] },
    };

    private string Segment(int day) => JournalSegments.PathOf(_folder.Path, JournalSegments.DayOf(At(0)).AddDays(day));

    private Journal Open(out JournalHistory history, MortalDisk? disk = null) => Journal.Open(_folder.Path, At(0), 17, out history, disk is null ? null : disk.Open);

    private void Write(params JournalRecord[] records)
    {
        using Journal journal = Open(out _);
        foreach (JournalRecord record in records)
        {
            journal.Append(record);
        }
    }
}
