using System.Globalization;
using System.Threading.Channels;
using LoadGen.Measurement.Clients.Merging;
using LoadGen.Measurement.Clients.Wire;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Clients;

/// <summary>
/// Makes one run of several clients': (1) waits for them; (2) measures each clock's offset; (3) lets each look at its host; (4) warm-up,
/// shared out; (5) one start instant for all; (6) takes in what they tell, as they tell it; (7) one outcome. It loads nothing itself.
/// </summary>
public sealed class Coordinator
{
    // Time for the start to reach every client before it has come.
    private const long StartLeadNs = 250_000_000;

    // As much of what clients say may wait; then their connections wait, and their collectors.
    private const int MostWaiting = 256;

    private static readonly TimeSpan s_askEvery = TimeSpan.FromSeconds(1);

    private readonly BenchOptions _options;
    private readonly CoordinatorOptions _clients;
    private readonly IRunObserver _observer;
    private readonly IMonotonicClock _clock;
    private readonly TimeProvider _time;
    private readonly Channel<ClientMessage> _inbox = Channel.CreateBounded<ClientMessage>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private RemoteClient[] _all = [];
    private ClientTally[] _tallies = [];
    private long _startNs;
    private volatile bool _isStopping;
    private CancellationToken _cancellation;

    /// <summary>Prepares; nothing happens yet.</summary>
    /// <param name="options">The run as a whole: all clients' streams together.</param>
    /// <param name="clients">The clients.</param>
    /// <param name="observer">Who watches.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="time">Wall clock and time limits.</param>
    public Coordinator(BenchOptions options, CoordinatorOptions clients, IRunObserver observer, IMonotonicClock clock, TimeProvider time) =>
        (_options, _clients, _observer, _clock, _time) = (options, clients, observer, clock, time);

    /// <summary>Told where the measurement begins and ends; null for nobody.</summary>
    public IRunWindow? Window { get; init; }

    /// <summary>Runs. The records and logs are in <paramref name="folder"/> afterwards; the documents are the caller's to write.</summary>
    /// <param name="listener">Where the clients report; closed as soon as all are there.</param>
    /// <param name="start">How they come to be.</param>
    /// <param name="folder">Gets the records and logs.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="ClientException">They do not come together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the warm-up.</exception>
    public async Task<RunOutcome> ExecuteAsync(ClientListener listener, IClientStart start, RunFolder folder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(listener);
        PinnedTarget target = await PinnedTarget.ResolveAsync(_options.Url, _options.Transport.Route, null, cancellation);
        _cancellation = cancellation;
        var gathering = new Gathering(_clients, listener, start, _inbox, _time);
        using var asking = new CancellationTokenSource();
        try
        {
            // From the first client's coming on: it must hear from here while the others are awaited, however long that takes.
            _ = AskAsync(gathering, asking.Token);
            _all = await gathering.AllAsync(cancellation);
            listener.Dispose();
            _tallies = [.. _all.Select(_ => new ClientTally())];
            await Task.WhenAll(_all.Select(c => c.ClockKnown)).WaitAsync(cancellation);
            await PrepareAsync(cancellation);
            return await RunAsync(target, folder, cancellation);
        }
        finally
        {
            await asking.CancelAsync();
            foreach (RemoteClient client in gathering.Here)
            {
                client.Send(FrameKind.Bye, new byte[1]);
                client.Dispose();
            }
        }
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        var message = new WireWriter();
        foreach (RemoteClient client in _all)
        {
            message.Clear();
            new ClientSetup(client.Index, _all.Length, _options.Generation.Model).Write(message);
            client.Send(FrameKind.Setup, message.Written);
        }

        for (int ready = 0; ready < _all.Length;)
        {
            ClientMessage said = await _inbox.Reader.ReadAsync(cancellation);
            if (said.Frame is not { Kind: FrameKind.Ready } frame)
            {
                cancellation.ThrowIfCancellationRequested();
                throw NotStarted(said);
            }

            var content = new WireReader(frame.Content);
            _tallies[said.From.Index].Findings = ReportWire.ReadTexts(ref content);
            ready++;
        }
    }

    private async Task<RunOutcome> RunAsync(PinnedTarget target, RunFolder folder, CancellationToken cancellation)
    {
        using CancellationTokenRegistration stop = cancellation.Register(StopAll);
        PhaseOutcome? warmup = await WarmUpAsync();
        if (cancellation.IsCancellationRequested || warmup is { Totals.Completed: 0 })
        {
            return ClientsOutcome.WithoutMeasurement(target, warmup, cancellation.IsCancellationRequested, Outcomes(null));
        }

        Window?.Opening();
        long startNs = _clock.NowNs + StartLeadNs + _all.Max(c => c.Offset.Best.RoundTripNs);
        _startNs = startNs;
        DateTimeOffset startedAt = _time.GetUtcNow() + TimeSpan.FromTicks((startNs - _clock.NowNs) / 100);
        using var logs = new RunLogs(folder, startedAt);
        var message = new WireWriter();
        foreach (RemoteClient client in _all)
        {
            message.Clear();
            message.Signed(startNs + client.Offset.AtStart.OffsetNs);
            client.Send(FrameKind.Start, message.Written);
        }

        var plan = new PhasePlan(_options.Workload, _options.Arrivals, _options.Requests, _options.Duration) { Sessions = _options.Sessions };
        PhaseOutcome measured = await PhaseAsync(plan, startNs, startedAt, logs, FrameKind.Done);
        Window?.Closed();
        return ClientsOutcome.Of(target, warmup, measured, cancellation.IsCancellationRequested, Outcomes(plan)) with { RecordsWritten = logs.RecordsWritten };
    }

    private async Task<PhaseOutcome?> WarmUpAsync()
    {
        bool isAsked = _options.WarmupRequests > 0 && _options.Warmup is not null;

        // Without one, clients say all the same when they are ready to be started.
        Array.ForEach(_all, c => c.Send(FrameKind.WarmUp, []));
        PhaseOutcome outcome = await PhaseAsync(
            new PhasePlan(_options.Warmup ?? _options.Workload, null, _options.WarmupRequests, null), _clock.NowNs, _time.GetUtcNow(), null, FrameKind.Warmed);
        Array.ForEach(_tallies, t => t.NextPhase());
        return isAsked ? outcome : null;
    }

    private async Task<PhaseOutcome> PhaseAsync(PhasePlan plan, long startNs, DateTimeOffset startedAt, RunLogs? logs, FrameKind last)
    {
        var about = new CollectorPhase(logs is null, startNs, _options.Interval.Ticks * 100, plan.Planned, plan.Duration?.TotalSeconds, _options.Goodput)
        {
            Window = logs is null ? null : plan.Window(_options.Concurrency),
        };
        var pool = new TimelinePool();
        var live = new RemoteLive(_all.Length);
        using var collector = new Collector(about, logs, live, pool, _observer);
        var merge = new PhaseMerge([.. _all.Select(c => plan.Arrivals is null ? Share(c, plan).PartOf(_options.Concurrency ?? 1) : 0)], about, collector, live);
        while (!merge.IsOver)
        {
            ClientMessage said = await _inbox.Reader.ReadAsync();
            Take(said, merge, pool, last);
            merge.Process();
            if (collector.WriteFailure is not null)
            {
                StopAll();
            }
        }

        merge.Finish(_clock.NowNs);
        for (int i = 0; i < _all.Length; i++)
        {
            _tallies[i].Requested = merge.RequestedBy(i);
            _tallies[i].Completed = merge.CompletedBy(i);
        }

        // Gone is a target that no client reaches; one that some reach is those clients' loss who do not.
        bool targetLost = Array.Exists(_tallies, t => t.Unreached is not null) && Array.TrueForAll(_tallies, t => t.Unreached is not null || t.Lost is not null);
        if (!targetLost)
        {
            Array.ForEach(_tallies, t => t.Lost ??= t.Unreached);
        }

        return new PhaseOutcome(startNs, startedAt, plan.Planned, collector.Totals, targetLost, collector.WriteFailure);
    }

    private void Take(ClientMessage said, PhaseMerge merge, TimelinePool pool, FrameKind last)
    {
        RemoteClient from = said.From;
        ClientTally tally = _tallies[from.Index];
        try
        {
            if (said.Frame is { } frame)
            {
                Read(frame, from, merge, pool, last);
                return;
            }
        }
        catch (WireException e)
        {
            said = said with { Gone = e.Message };
        }

        if (tally.IsReported || tally.Lost is not null)
        {
            return;
        }

        // The cancellation first: Ctrl-C reaches clients of the same terminal too, and they may be gone before they are told to end.
        bool isOrdered = _isStopping || _cancellation.IsCancellationRequested;
        if (last == FrameKind.Warmed && !isOrdered)
        {
            throw NotStarted(said);
        }

        if (isOrdered)
        {
            // Told to end, it did, without a word more: nothing is missing that was asked for.
            merge.End(from.Index);
            return;
        }

        tally.Lost = string.Create(CultureInfo.InvariantCulture, $"{said.Gone ?? "it failed"} after {ElapsedS():0.0} s");
        tally.UnderWay = merge.Lose(from.Index);

        // It may be alive all the same: what it sends the engine from now on would be in nobody's figures.
        from.Dismiss($"the coordinator counts this client as lost: {tally.Lost}");
    }

    private double ElapsedS() => Math.Max(0, _clock.NowNs - _startNs) / 1e9;

    private void Read(Frame frame, RemoteClient from, PhaseMerge merge, TimelinePool pool, FrameKind last)
    {
        var content = new WireReader(frame.Content);
        ClientTally tally = _tallies[from.Index];
        if (tally.Lost is not null)
        {
            return;
        }

        switch (frame.Kind)
        {
            case FrameKind.Batch:
                tally.Simulated |= BatchWire.Read(ref content, from.Index, from.ShiftNs, merge, pool);
                return;
            case FrameKind.Interval:
                merge.Add(from.Index, new RemoteInterval(content.Signed(), content.Signed(), content.Histogram(), content.Histogram()));
                return;
            case FrameKind.Failed:
                throw new WireException(content.RequiredText());
            case FrameKind.Warmed when last == FrameKind.Warmed:
                break;
            case FrameKind.Done:
                ClientReport report = ReportWire.Read(ref content);
                if (report.Interrupted && !_isStopping && !_cancellation.IsCancellationRequested)
                {
                    throw new WireException("it was interrupted");
                }

                tally.Report = report;
                tally.IsReported = true;
                if (report.TargetLost && !_isStopping)
                {
                    // Whether the target is gone or only this client's way to it, the others find out for themselves.
                    tally.Unreached = string.Create(
                        CultureInfo.InvariantCulture, $"it could not reach the target, which refused its every connection, and gave up after {ElapsedS():0.0} s");
                }

                break;
            default:
                throw new WireException($"it sent {frame.Kind}, which is not to be sent now");
        }

        content.End();
        merge.End(from.Index);
    }

    private static ClientException NotStarted(ClientMessage said)
    {
        if (said.Frame is { Kind: FrameKind.Failed } frame)
        {
            var content = new WireReader(frame.Content);
            return new ClientException($"{said.From.Name}: {content.RequiredText()}", content.Bool());
        }

        return new ClientException($"{said.From.Name} was lost before the measurement: {said.Gone ?? $"it sent {said.Frame?.Kind}"}");
    }

    private ClientShare Share(RemoteClient client, PhasePlan plan) =>
        new(client.Index, _all.Length, plan.Arrivals is null ? Math.Max(_options.Concurrency ?? 1, _all.Length) : _all.Length);

    private ClientOutcome[] Outcomes(PhasePlan? plan) => [.. _all.Select(client =>
    {
        ClientTally tally = _tallies[client.Index];
        long? part = plan?.Planned is { } planned ? Share(client, plan).CountOf(planned) : null;
        return new ClientOutcome(client.Index, client.Identity.Host, client.Identity.ProcessId, client.Offset.AtStart, client.Offset.Best)
        {
            Requested = plan is null ? 0 : tally.Requested,
            Completed = plan is null ? 0 : tally.Completed,
            Report = tally.Report,
            HostFindings = tally.Findings,
            Simulated = tally.Simulated || tally.Report is { Simulated: true },
            Lost = tally.Lost,
            LostRequests = tally.Lost is null ? 0 : part is { } own ? own - tally.Requested : tally.UnderWay,
        };
    })];

    private void StopAll()
    {
        if (!_isStopping)
        {
            _isStopping = true;
            Array.ForEach(_all, c => c.Send(FrameKind.Stop, []));
        }
    }

    private async Task AskAsync(Gathering gathering, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_askEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                foreach (RemoteClient client in gathering.Here.Where(c => !c.IsGone))
                {
                    client.Ask();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    // What is known of one client besides its requests.
    private sealed class ClientTally
    {
        public IReadOnlyList<string> Findings { get; set; } = [];

        public ClientReport? Report { get; set; }

        public bool IsReported { get; set; }

        public bool Simulated { get; set; }

        public string? Lost { get; set; }

        // Why it gave up, in words; whether it is lost with that is known when all have ended.
        public string? Unreached { get; set; }

        public int UnderWay { get; set; }

        public long Requested { get; set; }

        public long Completed { get; set; }

        public void NextPhase() => (Requested, Completed) = (0, 0);
    }
}
