using LoadGen.Watching.Alerts;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Probing;
using LoadGen.Watching.Settings;
using LoadGen.Watching.Summaries;

namespace LoadGen.Watching.Running;

/// <summary>
/// A whole watch. The way of a round: (1) wait until it is due; (2) ask all endpoints at once, each once, another one first each round; (3) as
/// each answer is over, write it down; (4) put it into the windows, which may change alerts; (5) write those down and hand them to whoever
/// sends them; (6) at midnight, sum the day up. Nothing of a later step is done before the earlier one is on its way to the disk.
/// </summary>
public sealed class WatchRun : IDisposable
{
    // What is left of alerts' messages when a watch ends is tried for so long, and else at the next start.
    private static readonly TimeSpan s_sendGrace = TimeSpan.FromSeconds(10);

    private readonly WatchPlan _plan;
    private readonly WatchParts _parts;
    private readonly Journal _journal;
    private readonly JournalHistory _history;
    private readonly SummaryWriter _summaries;
    private readonly Lock _telling = new();
    private AlertDispatcher? _dispatcher;
    private AlertRecord? _ending;
    private DateOnly _day;

    /// <summary>Opens the journal, and goes on where it left off. Nothing is asked yet.</summary>
    /// <param name="plan">What to watch.</param>
    /// <param name="parts">What it works with.</param>
    /// <exception cref="WatchException">The folder cannot be used, or another watch does.</exception>
    public WatchRun(WatchPlan plan, WatchParts parts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(parts);
        (_plan, _parts) = (plan, parts);
        DateTimeOffset now = parts.Time.GetUtcNow();
        string folder = Path.Combine(plan.Output, "journal");
        _journal = Journal.Open(folder, now - plan.LongestWindow, plan.Probe.Seed ?? SeedOf(now), out _history, parts.OpenSegment);
        _journal.Failing += problem => Notice(problem ?? $"{folder}: the disk takes records again");
        _summaries = new SummaryWriter(plan, folder);
        Board = new WatchBoard(plan, _history.Records, _journal.Carry.Firing, parts.Time) { Unwritten = () => _journal.Unwritten };
    }

    /// <summary>Where it stands, for whoever scrapes it.</summary>
    public WatchBoard Board { get; }

    /// <summary>Watches until its time is over, it is stopped, or an alert ends it.</summary>
    /// <param name="probeOf">Makes what asks the endpoints, of the seed that the journal goes by.</param>
    /// <param name="stop">Stops it: probes under way are given up.</param>
    /// <exception cref="WatchException">The disk has refused records for so long that no more can wait.</exception>
    public async Task<WatchEnding> RunAsync(Func<long, IEndpointProbe> probeOf, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(probeOf);
        JournalCarry carry = Begin();
        _dispatcher = _parts.Sender is { } sender ? new AlertDispatcher(sender, _parts.Time, Delivered) : null;
        foreach (AlertRecord alert in carry.Undelivered)
        {
            _dispatcher?.Add(alert);
        }

        foreach (AlertRecord orphan in Board.Orphans(_parts.Time.GetUtcNow()))
        {
            Change(orphan);
        }

        var rounds = new Rounds(_plan, _parts.Time, carry);
        TimeSpan grace = TimeSpan.Zero;
        WatchEndingKind kind;
        try
        {
            kind = await LoopAsync(rounds, probeOf(carry.Seed), stop);
            grace = s_sendGrace;
        }
        finally
        {
            await (_dispatcher?.CloseAsync(grace) ?? Task.CompletedTask);
        }

        _journal.Append(new EndRecord { At = _parts.Time.GetUtcNow(), Reason = kind.ToString().ToLowerInvariant() });
        return new WatchEnding(kind, _ending, Sum(_day, isWhole: false));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _dispatcher?.Dispose();
        _journal.Dispose();
    }

    // Two watches begun at different times must not ask the same: caches would answer the second.
    private static long SeedOf(DateTimeOffset now) => (long)(Mixing.Mix((ulong)now.UtcTicks) >> 32);

    private JournalCarry Begin()
    {
        foreach (string notice in _history.Notices)
        {
            Notice(notice);
        }

        // Prompts that were under way at the end of an earlier watcher are in no record: their numbers are left out.
        JournalCarry before = _journal.Carry;
        JournalCarry carry = before with
        {
            Seed = _plan.Probe.Seed ?? before.Seed,
            NextPrompt = _history.LastAt is null ? before.NextPrompt : before.NextPrompt + WatchPlan.MostEndpoints,
        };
        JournalRecord begin = _journal.Append(new BeginRecord
        {
            At = _parts.Time.GetUtcNow(),
            Version = _parts.Version,
            Endpoints = [.. _plan.Endpoints.Select(endpoint => endpoint.Name)],
            Carry = carry,
        });
        _day = JournalSegments.DayOf(begin.At);
        if (_history.LastAt is { } last)
        {
            Gap(last, begin.At, _history.HasEnded ? GapReason.WatcherStopped : GapReason.WatcherDown);
        }

        foreach (DateOnly day in _summaries.Unfinished(_day))
        {
            Sum(day, isWhole: true);
        }

        return carry;
    }

    private async Task<WatchEndingKind> LoopAsync(Rounds rounds, IEndpointProbe probe, CancellationToken stop)
    {
        while (true)
        {
            if (_plan.Duration is { } duration && rounds.Due >= duration)
            {
                return await Waiting.ForAsync(_parts.Time, duration - rounds.Elapsed, stop) ? WatchEndingKind.Duration : WatchEndingKind.Stopped;
            }

            if (!await Waiting.ForAsync(_parts.Time, rounds.Due - rounds.Elapsed, stop))
            {
                return WatchEndingKind.Stopped;
            }

            if (rounds.HeldUp() is { } gap)
            {
                Gap(gap.From, gap.To, GapReason.WatcherHeldUp);
                continue;
            }

            await RoundAsync(rounds, probe, stop);
            if (_ending is not null)
            {
                return WatchEndingKind.Alert;
            }

            if (stop.IsCancellationRequested)
            {
                return WatchEndingKind.Stopped;
            }
        }
    }

    private async Task RoundAsync(Rounds rounds, IEndpointProbe probe, CancellationToken stop)
    {
        IReadOnlyList<ProbeOrder> orders = rounds.Take();
        _journal.Use(orders[0].Round, orders.Count);
        List<Task<ProbeRecord>> underWay = [.. orders.Select(order => probe.AskAsync(order, stop))];
        while (underWay.Count > 0)
        {
            Task<ProbeRecord> over = await Task.WhenAny(underWay);
            underWay.Remove(over);
            Take(await over);
        }
    }

    private void Take(ProbeRecord probe)
    {
        if (probe.IsCancelled)
        {
            // Given up by us: nothing is known of the endpoint.
            return;
        }

        var written = (ProbeRecord)_journal.Append(probe with { At = _parts.Time.GetUtcNow() });
        if (JournalSegments.DayOf(written.At) is var day && day > _day)
        {
            Sum(_day, isWhole: true);
            _day = day;
        }

        foreach (AlertRecord change in Board.Add(written))
        {
            Change(change);
        }

        lock (_telling)
        {
            _parts.Observer.OnProbe(written);
        }
    }

    private void Change(AlertRecord change)
    {
        var written = (AlertRecord)_journal.Append(change with { Id = _journal.Carry.NextAlert });
        Board.Add(written);
        _dispatcher?.Add(written);
        if (written.IsFiring && _plan.Alerts.Any(alert => alert.Name == written.Alert && alert.Exit))
        {
            _ending ??= written;
        }

        lock (_telling)
        {
            _parts.Observer.OnAlert(written);
        }
    }

    private void Gap(DateTimeOffset from, DateTimeOffset to, GapReason reason)
    {
        var gap = (GapRecord)_journal.Append(new GapRecord { At = _parts.Time.GetUtcNow(), From = from, To = to, Reason = reason });
        Board.Add(gap);
        if (reason != GapReason.WatcherStopped)
        {
            Notice(FormattableString.Invariant($"nobody watched from {from:u} to {to:u} ({(reason == GapReason.WatcherDown ? "the watcher was down" : "the watcher was held up")}): it counts against no endpoint"));
        }
    }

    private void Delivered(DeliveryRecord delivery)
    {
        _journal.Append(delivery);
        Board.Add(delivery);
        if (!delivery.IsDelivered)
        {
            Notice(FormattableString.Invariant($"alert {delivery.Id} could not be delivered in {delivery.Tries} tries ({delivery.Error}); it stands in the journal"));
        }
    }

    private string? Sum(DateOnly day, bool isWhole)
    {
        try
        {
            return _summaries.Write(day, isWhole, _parts.Time.GetUtcNow());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Notice($"the summary of {JournalSegments.NameOf(day)} could not be written ({e.Message}); the journal has all that it says");
            return null;
        }
    }

    private void Notice(string line)
    {
        lock (_telling)
        {
            _parts.Observer.OnNotice(line);
        }
    }
}
