using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Clients.Merging;

/// <summary>
/// Puts a phase of several clients together as if one had made it: what their windows were told is told again, in the order of its time, to
/// the one window of the run; a finished request goes to the one collector once every client has told all that happened before its end, so
/// that the window's decisions about its instants stand. So the steady state follows from the requests under way at all clients, by the same
/// rules, and every sum is computed by the code that computes a single client's. Single-threaded.
/// </summary>
internal sealed class PhaseMerge
{
    private readonly ClientFeed[] _feeds;
    private readonly CollectorPhase _phase;
    private readonly Collector _collector;
    private readonly RemoteLive _live;
    private long _interval;
    private int _dry;
    private bool _isStopped;

    /// <summary>Begins.</summary>
    /// <param name="streams">Each client's part of a closed loop's streams; 0 under a schedule.</param>
    /// <param name="phase">The phase, on the coordinator's clock.</param>
    /// <param name="collector">Adds up; its live figures are <paramref name="live"/>.</param>
    /// <param name="live">What arrived at the clients.</param>
    public PhaseMerge(IReadOnlyList<int> streams, CollectorPhase phase, Collector collector, RemoteLive live)
    {
        _feeds = [.. streams.Select(own => new ClientFeed(own))];
        _phase = phase;
        _collector = collector;
        _live = live;
    }

    /// <summary>Requests under way.</summary>
    public long Active => _feeds.Sum(f => (long)f.UnderWay);

    /// <summary>Every client's part is over, or the client lost.</summary>
    public bool IsOver => Array.TrueForAll(_feeds, f => f.IsOver);

    /// <summary>Requests of a client that ended.</summary>
    public long RequestedBy(int client) => _feeds[client].Requested;

    /// <summary>Requests of a client that completed.</summary>
    public long CompletedBy(int client) => _feeds[client].Completed;

    /// <summary>A request ended.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="timeline">All of it, on the coordinator's clock.</param>
    public void Add(int client, RequestTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        timeline.Client = client;
        ClientFeed feed = _feeds[client];
        feed.Requested++;
        feed.Completed += timeline.Outcome == Outcome.Completed ? 1 : 0;
        feed.Finished.Enqueue(timeline, timeline.EndNs);
    }

    /// <summary>A client's window was told something.</summary>
    public void Add(int client, LoadEvent told) => _feeds[client].Add(told);

    /// <summary>A client's interval ended.</summary>
    public void Add(int client, RemoteInterval interval)
    {
        ArgumentNullException.ThrowIfNull(interval);
        _live.Add(client, interval);
        _feeds[client].Interval = interval.Ended;
    }

    /// <summary>A client told everything up to an instant.</summary>
    public void Told(int client, long untilNs) => _feeds[client].ToldNs = Math.Max(_feeds[client].ToldNs, untilNs);

    /// <summary>A client's part is over.</summary>
    public void End(int client) => _feeds[client].IsOver = true;

    /// <summary>
    /// A client is gone. What it told stays; its requests under way will never end, and from here on the load is not the one asked for: the
    /// steady state ends.
    /// </summary>
    /// <returns>Its requests that were under way.</returns>
    public int Lose(int client)
    {
        ClientFeed feed = _feeds[client];
        feed.IsOver = true;
        long lastNs = feed.ToldNs;
        while (feed.Events.TryDequeue(out LoadEvent told))
        {
            Apply(feed, told);
        }

        int underWay = feed.UnderWay;
        Stop();
        while (feed.UnderWay > 0)
        {
            Apply(feed, new LoadEvent(LoadEventKind.Failed, lastNs, lastNs));
        }

        return underWay;
    }

    /// <summary>Takes over what is settled.</summary>
    public void Process()
    {
        long settledNs = _feeds.Where(f => !f.IsOver).Select(f => f.ToldNs).DefaultIfEmpty(long.MaxValue).Min();
        ReplayUntil(settledNs);
        TakeOverUntil(settledNs);
        long interval = _feeds.Where(f => !f.IsOver).Select(f => f.Interval).DefaultIfEmpty(0).Min();
        if (interval > _interval)
        {
            // Skipped ones were ones in which no client came round to ending its interval.
            _interval = interval;
            _live.Release(interval);
            _collector.Process(_phase.StartNs + (interval * _phase.IntervalNs), Active, isLast: false);
        }
        else
        {
            _collector.Process(_phase.StartNs, Active, isLast: false);
        }
    }

    /// <summary>Takes over what is left: no client will tell more.</summary>
    /// <param name="nowNs">The present time.</param>
    public void Finish(long nowNs)
    {
        ReplayUntil(long.MaxValue);
        TakeOverUntil(long.MaxValue);
        _live.Release(long.MaxValue);
        _collector.Process(nowNs, 0, isLast: true);
    }

    private void ReplayUntil(long untilNs)
    {
        while (true)
        {
            ClientFeed? next = null;
            foreach (ClientFeed feed in _feeds)
            {
                if (feed.Events.TryPeek(out LoadEvent told) && told.AtNs <= untilNs && (next is null || told.AtNs < next.Events.Peek().AtNs))
                {
                    next = feed;
                }
            }

            if (next is null)
            {
                return;
            }

            Apply(next, next.Events.Dequeue());
        }
    }

    private void TakeOverUntil(long untilNs)
    {
        while (true)
        {
            ClientFeed? next = null;
            long endNs = untilNs;
            foreach (ClientFeed feed in _feeds)
            {
                if (feed.Finished.TryPeek(out _, out long firstNs) && (firstNs < endNs || (next is null && firstNs == endNs)))
                {
                    (next, endNs) = (feed, firstNs);
                }
            }

            if (next is null)
            {
                return;
            }

            _collector.Enqueue(next.Finished.Dequeue());
        }
    }

    private void Apply(ClientFeed feed, LoadEvent told)
    {
        switch (told.Kind)
        {
            case LoadEventKind.Dry:
                // The run's source is dry when every client's is, or when the streams that are left are too few.
                if (!feed.IsDry)
                {
                    feed.IsDry = true;
                    if (++_dry == _feeds.Length)
                    {
                        _collector.Window?.OnSourceDry();
                    }

                    NoteStreamsLeft();
                }

                return;
            case LoadEventKind.Stopped:
                Stop();
                return;
            case LoadEventKind.Sent:
                feed.UnderWay++;
                break;
            case LoadEventKind.Completed or LoadEventKind.Failed:
                feed.UnderWay--;
                break;
            default:
                break;
        }

        _collector.Window?.Replay(told);
        if (feed.IsDry)
        {
            NoteStreamsLeft();
        }
    }

    private void NoteStreamsLeft() => _collector.Window?.OnStreamsLeft(_feeds.Sum(feed => feed.StreamsLeft));

    private void Stop()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            _collector.Window?.OnStopped();
        }
    }
}
