using LoadGen.Histograms;
using LoadGen.Measurement.Clients.Wire;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Clients;

/// <summary>
/// Tells the coordinator of a phase as it goes: ten times a second the requests that ended and what the window was told, once an interval
/// what arrived. Whatever happens to this client later, the coordinator has it.
/// </summary>
internal sealed class RemoteLog : IRunLog
{
    // So much of a client's past is lost with it, at most.
    private const long PeriodNs = 100_000_000;
    private const int LargeBytes = 1 << 20;

    // Far above the rounding of instants in seconds, far below any interval.
    private const double Rounding = 1e-6;

    private readonly FrameStream _frames;
    private readonly SteadyWindow? _window;
    private readonly double _intervalS;
    private readonly Func<bool> _isSimulated;
    private readonly WireWriter _requests = new();
    private readonly WireWriter _message = new();
    private readonly List<LoadEvent> _events = [];
    private long _count;
    private long _toldNs = long.MinValue / 2;
    private long _nowNs = long.MinValue / 2;
    private bool _isSimulatedTold;

    /// <param name="frames">The connection.</param>
    /// <param name="window">Whose events are told; null for none.</param>
    /// <param name="interval">Length of an interval.</param>
    /// <param name="isSimulated">True once a response said that its server is simulated.</param>
    public RemoteLog(FrameStream frames, SteadyWindow? window, TimeSpan interval, Func<bool> isSimulated)
    {
        (_frames, _window, _intervalS, _isSimulated) = (frames, window, interval.TotalSeconds, isSimulated);
        window?.KeepJournal();
    }

    public HdrHistogram Ttft { get; } = MetricAccumulator.NewHistogram();

    public HdrHistogram Itl { get; } = MetricAccumulator.NewHistogram();

    public void Add(RequestTimeline timeline, in RequestFigures figures, long runStartNs, SteadySpan steady)
    {
        TimelineWire.Write(_requests, timeline);
        _count++;
        if (_requests.Length > LargeBytes)
        {
            Send();
        }
    }

    public void Told(long nowNs)
    {
        _nowNs = nowNs;

        // That the target is simulated does not wait: this client may be gone before its first request ends.
        if (nowNs - _toldNs >= PeriodNs || (!_isSimulatedTold && _isSimulated()))
        {
            Tell(nowNs);
        }
    }

    public void EndInterval(double startS, double lengthS)
    {
        // What ended in the interval comes before its end, and that there was no more: else the coordinator, which waits until every client
        // has told what came before, would count the last tenth of a second to the interval that follows.
        Tell(_nowNs);
        long number = (long)Math.Floor((startS / _intervalS) + Rounding);
        long next = (long)Math.Floor(((startS + lengthS) / _intervalS) + Rounding);
        _message.Clear();
        _message.Signed(next);
        _message.Signed(Math.Max(next, number + 1));
        _message.Histogram(Ttft);
        _message.Histogram(Itl);
        _frames.Write(FrameKind.Interval, _message.Written);
        Ttft.Reset();
        Itl.Reset();
    }

    /// <summary>Tells the rest: the phase is over.</summary>
    public void Dispose()
    {
        // The collector has taken everything in by now, and told all but the window's last events.
        try
        {
            Tell(_toldNs);
        }
        catch (IOException)
        {
            // The coordinator is gone: the connection's reader says so.
        }
    }

    private void Tell(long nowNs)
    {
        _toldNs = nowNs;
        if (_window is not null)
        {
            _toldNs = _window.TakeJournal(nowNs, _events);
        }

        Send();
    }

    private void Send()
    {
        // Asked after the requests of this message were taken in: whoever has one of a simulated server has this too.
        _isSimulatedTold = _isSimulated();
        _message.Clear();
        _message.Bool(_isSimulatedTold);
        EventWire.Write(_message, _events, _toldNs);
        _message.Unsigned((ulong)_count);
        _message.Raw(_requests.Written);
        _events.Clear();
        _requests.Clear();
        _count = 0;
        _frames.Write(FrameKind.Batch, _message.Written);
    }
}
