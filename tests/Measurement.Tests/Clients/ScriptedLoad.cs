using LoadGen.Measurement.Clients.Wire;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Clients;

/// <summary>A load that is written down: streams that make requests one after another. Told by one client, or dealt out to several by stream.</summary>
internal sealed class ScriptedLoad
{
    private readonly bool _isScheduled;

    // What happens, in the order of its time; no two at one instant.
    private readonly List<ScriptedEvent> _events = [];

    /// <param name="clients">How many tell it.</param>
    /// <param name="streams">At least as many; stream s is client s mod clients'.</param>
    /// <param name="isScheduled">Its steady state is that of a schedule.</param>
    /// <param name="stepsNs">How long requests take, one after another.</param>
    public ScriptedLoad(int clients, int streams, bool isScheduled, int[] stepsNs)
    {
        (Clients, Streams, _isScheduled) = (clients, streams, isScheduled);
        long[] freeNs = [.. Enumerable.Range(0, streams).Select(s => 1000L + (s * 1_000_003))];
        foreach ((int index, int stepNs) in stepsNs.Index())
        {
            // To whichever of its client's streams is free first, as a closed loop does.
            int stream = Enumerable.Range(0, streams).Where(s => s % clients == index % streams % clients).MinBy(s => freeNs[s]);
            long sendNs = freeNs[stream] + 7;
            freeNs[stream] = sendNs + stepNs + 10;
            RequestTimeline request = Requests.Completed(index, sendNs, freeNs[stream], 1 + (stepNs % 5));
            _events.Add(new ScriptedEvent(sendNs, stream, true, request));
            _events.Add(new ScriptedEvent(freeNs[stream], stream, false, request));
        }

        _events.Sort((a, b) => a.AtNs.CompareTo(b.AtNs));
        for (int i = 1; i < _events.Count; i++)
        {
            // Two at one instant have no order; a single run would have one.
            if (_events[i].AtNs == _events[i - 1].AtNs)
            {
                _events.RemoveRange(i, _events.Count - i);
            }
        }

        EndNs = _events[^1].AtNs + 1000;
    }

    public int Clients { get; }

    public int Streams { get; }

    public bool IsScheduled => _isScheduled;

    public long EndNs { get; }

    public SteadyWindow NewWindow(int streams) => _isScheduled ? SteadyWindow.UnderSchedule() : SteadyWindow.UnderConcurrency(streams);

    /// <summary>The requests under way from which a load is steady.</summary>
    public int Threshold => ((Streams * SteadyWindow.TargetPercent) + 99) / 100;

    /// <summary>The instant from which too few streams have anything left to do for the load to be steady again.</summary>
    public long LeftNs => Enumerable.Range(0, Streams).Select(LeavesNs).Order().ElementAt(Streams - Threshold);

    /// <summary>When a request is sent (+1) and when it ends (−1), in order.</summary>
    public IEnumerable<(long AtNs, int Change)> Changes => _events.Select(e => (e.AtNs, e.IsSent ? 1 : -1));

    /// <summary>The sums of a single client that has all streams.</summary>
    public RunTotals AsOne()
    {
        SteadyWindow window = NewWindow(Streams);
        var totals = new RunTotals([], window);
        HashSet<int> dry = [];
        foreach (ScriptedEvent e in _events)
        {
            if (e.IsSent)
            {
                window.OnPlanned(e.AtNs + 1);
                window.OnSent(e.AtNs);
            }
            else
            {
                window.OnFinished(e.AtNs, wasSent: true, completed: true);
            }

            if (_isScheduled ? IsDryAfter(e) && dry.Add(e.Stream % Clients) && dry.Count == Clients : e.AtNs == LeftNs)
            {
                window.OnSourceDry();
            }

            if (!e.IsSent)
            {
                totals.Add(e.Request, e.Request.Figures());
            }
        }

        return totals;
    }

    /// <summary>What the clients send, in pieces, as it reaches the coordinator.</summary>
    public IEnumerable<(int Client, long ShiftNs, byte[] Batch)> Batches(int piece)
    {
        SteadyWindow[] windows = [.. Enumerable.Range(0, Clients).Select(_ => NewWindow(Math.Max(1, Streams / Clients)))];
        Array.ForEach(windows, w => w.KeepJournal());
        List<RequestTimeline>[] ended = [.. windows.Select(_ => new List<RequestTimeline>())];
        int count = 0;
        foreach (ScriptedEvent e in _events)
        {
            int client = e.Stream % Clients;
            long ownNs = e.AtNs + OffsetNs(client);
            if (e.IsSent)
            {
                windows[client].OnPlanned(ownNs + 1);
                windows[client].OnSent(ownNs);
            }
            else
            {
                windows[client].OnFinished(ownNs, wasSent: true, completed: true);
                ended[client].Add(e.Request);
            }

            if (IsDryAfter(e))
            {
                windows[client].OnSourceDry();
            }

            if (++count % piece == 0)
            {
                int teller = count / piece % Clients;
                yield return (teller, -OffsetNs(teller), Batch(windows[teller], ended[teller], e.AtNs + OffsetNs(teller), teller));
            }
        }

        for (int i = Clients - 1; i >= 0; i--)
        {
            yield return (i, -OffsetNs(i), Batch(windows[i], ended[i], EndNs + OffsetNs(i), i));
        }
    }

    private static long OffsetNs(int client) => client * 123_456_789_012;

    private static byte[] Batch(SteadyWindow window, List<RequestTimeline> ended, long nowNs, int client)
    {
        var to = new WireWriter();
        var events = new List<LoadEvent>();
        long untilNs = window.TakeJournal(nowNs, events);
        to.Bool(false);
        EventWire.Write(to, events, untilNs);
        to.Unsigned((ulong)ended.Count);
        foreach (RequestTimeline request in ended)
        {
            // Onto the client's clock.
            var plain = new WireWriter();
            TimelineWire.Write(plain, request);
            var from = new WireReader(plain.Written);
            var own = new RequestTimeline();
            TimelineWire.Read(ref from, own, OffsetNs(client));
            TimelineWire.Write(to, own);
        }

        ended.Clear();
        return to.Written.ToArray();
    }

    // A schedule has dealt out its last arrival when that is sent; a closed loop's client sees it when a stream asks for more.
    private bool IsDryAfter(ScriptedEvent e) => _isScheduled
        ? e.IsSent && !_events.Exists(later => later.IsSent && later.AtNs > e.AtNs && later.Stream % Clients == e.Stream % Clients)
        : !e.IsSent && !_events.Exists(later => later.IsSent && later.AtNs > e.AtNs && later.Stream == e.Stream);

    // When it ends its last request, or, where it never gets one, when its client has none left.
    private long LeavesNs(int stream)
    {
        ScriptedEvent? last = _events.FindLast(e => e.Stream == stream) ?? _events.Find(e => e.Stream % Clients == stream % Clients && IsDryAfter(e));
        return last is { IsSent: false } ? last.AtNs : long.MaxValue;
    }

    private sealed record ScriptedEvent(long AtNs, int Stream, bool IsSent, RequestTimeline Request);
}
