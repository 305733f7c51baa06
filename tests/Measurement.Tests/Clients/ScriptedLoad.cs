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
    private readonly List<(long AtNs, int Client, LoadEventKind Kind, RequestTimeline? Request)> _events = [];

    /// <param name="clients">How many tell it.</param>
    /// <param name="streams">At least as many.</param>
    /// <param name="isScheduled">Its steady state is that of a schedule.</param>
    /// <param name="stepsNs">How long requests take, one after another.</param>
    public ScriptedLoad(int clients, int streams, bool isScheduled, int[] stepsNs)
    {
        (Clients, Streams, _isScheduled) = (clients, streams, isScheduled);
        long[] freeNs = [.. Enumerable.Range(0, streams).Select(s => 1000L + (s * 1_000_003))];
        int index = 0;
        foreach (int stepNs in stepsNs)
        {
            int stream = index % streams;
            long sendNs = freeNs[stream] + 7;
            freeNs[stream] = sendNs + stepNs + 10;
            RequestTimeline request = Requests.Completed(index, sendNs, freeNs[stream], 1 + (stepNs % 5));
            Note(sendNs, stream, index, LoadEventKind.Sent, request);
            Note(freeNs[stream], stream, index++, LoadEventKind.Completed, request);
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

    public long EndNs { get; }

    public SteadyWindow NewWindow(int streams) => _isScheduled ? SteadyWindow.UnderSchedule() : SteadyWindow.UnderConcurrency(streams);

    /// <summary>The sums of a single client.</summary>
    public RunTotals AsOne()
    {
        SteadyWindow window = NewWindow(Streams);
        var totals = new RunTotals([], window);
        HashSet<int> dry = [];
        foreach ((long atNs, int client, LoadEventKind kind, RequestTimeline? request) in _events)
        {
            if (kind == LoadEventKind.Sent)
            {
                window.OnPlanned(atNs + 1);
                window.OnSent(atNs);
            }
            else
            {
                window.OnFinished(atNs, wasSent: true, completed: true);
                totals.Add(request!, request!.Figures());
            }

            if (IsLastSend(atNs, client) && dry.Add(client) && dry.Count == Clients)
            {
                window.OnSourceDry();
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
        foreach ((long atNs, int client, LoadEventKind kind, RequestTimeline? request) in _events)
        {
            long ownNs = atNs + OffsetNs(client);
            if (kind == LoadEventKind.Sent)
            {
                windows[client].OnPlanned(ownNs + 1);
                windows[client].OnSent(ownNs);
            }
            else
            {
                windows[client].OnFinished(ownNs, wasSent: true, completed: true);
                ended[client].Add(request!);
            }

            if (IsLastSend(atNs, client))
            {
                windows[client].OnSourceDry();
            }

            if (++count % piece == 0)
            {
                int teller = count / piece % Clients;
                yield return (teller, -OffsetNs(teller), Batch(windows[teller], ended[teller], atNs + OffsetNs(teller), teller));
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

    private bool IsLastSend(long atNs, int client) => _events.FindLast(e => e.Client == client && e.Kind == LoadEventKind.Sent).AtNs == atNs;

    private void Note(long atNs, int stream, int index, LoadEventKind kind, RequestTimeline request) =>
        _events.Add((atNs, stream % Clients, kind, request.Item.Index == index ? request : null));
}
