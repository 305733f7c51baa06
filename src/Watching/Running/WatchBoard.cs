using System.Buffers;
using LoadGen.Watching.Alerts;
using LoadGen.Watching.Exposition;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Settings;
using LoadGen.Watching.Windows;

namespace LoadGen.Watching.Running;

/// <summary>Where a watch stands: windows, budgets, alerts and counts of every endpoint. Thread-safe: probes are added while it is scraped.</summary>
public sealed class WatchBoard
{
    private readonly Lock _gate = new();
    private readonly WatchPlan _plan;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly EndpointTrack[] _tracks;
    private readonly EndpointSeries[] _series;
    private readonly AlertBook _alerts;
    private readonly Dictionary<bool, long> _deliveries = new() { [true] = 0, [false] = 0 };
    private TimeSpan _notWatched;

    /// <summary>Creates it, as a journal left it.</summary>
    /// <param name="plan">What is watched.</param>
    /// <param name="history">The journal's records within the longest window.</param>
    /// <param name="firing">Alerts that fire.</param>
    /// <param name="time">The wall clock.</param>
    public WatchBoard(WatchPlan plan, IEnumerable<JournalRecord> history, IEnumerable<AlertRecord> firing, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(history);
        (_plan, _time) = (plan, time);
        _tracks = [.. plan.Endpoints.Select(endpoint => new EndpointTrack(endpoint.Name, plan.Objectives, plan.Windows))];
        _series = [.. plan.Endpoints.Select(_ => new EndpointSeries())];
        for (int i = 0; i < _tracks.Length; i++)
        {
            _places.Add(_tracks[i].Name, i);
        }

        _alerts = new AlertBook(plan.Alerts, plan.Windows, firing);
        foreach (JournalRecord record in history)
        {
            Replay(record);
        }
    }

    /// <summary>Records that the disk has not taken yet: for the scrape.</summary>
    public Func<int> Unwritten { get; set; } = () => 0;

    /// <summary>Alerts that fire.</summary>
    public IReadOnlyList<AlertRecord> Firing
    {
        get
        {
            lock (_gate)
            {
                return _alerts.Firing;
            }
        }
    }

    /// <summary>Takes a probe in.</summary>
    /// <param name="probe">The probe, as it was written.</param>
    /// <returns>Alerts that change, their numbers still to be given.</returns>
    public IReadOnlyList<AlertRecord> Add(ProbeRecord probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        lock (_gate)
        {
            int place = _places[probe.Endpoint];
            _series[place].Add(probe);
            _tracks[place].Add(probe);
            return Changes(probe.At);
        }
    }

    /// <summary>Alerts that fire and that the plan no longer has.</summary>
    public IReadOnlyList<AlertRecord> Orphans(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _alerts.Orphans(_tracks, now);
        }
    }

    /// <summary>Takes in that an alert changed.</summary>
    public void Add(AlertRecord alert)
    {
        lock (_gate)
        {
            _alerts.Apply(alert);
        }
    }

    /// <summary>Takes in that nobody watched.</summary>
    public void Add(GapRecord gap)
    {
        ArgumentNullException.ThrowIfNull(gap);
        lock (_gate)
        {
            _notWatched += gap.To - gap.From;
        }
    }

    /// <summary>Takes in what became of an alert's message.</summary>
    public void Add(DeliveryRecord delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        lock (_gate)
        {
            _deliveries[delivery.IsDelivered]++;
        }
    }

    /// <summary>Writes Prometheus' text.</summary>
    public void WriteMetrics(IBufferWriter<byte> output)
    {
        lock (_gate)
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach (EndpointTrack track in _tracks)
            {
                track.MoveTo(now);
            }

            new WatchMetricsText(output).Write(_plan, _tracks, _series, _alerts.Firing, new WatchTotals(_deliveries, _notWatched, Unwritten()));
        }
    }

    // Every endpoint: what was is over for one while another is asked.
    private List<AlertRecord> Changes(DateTimeOffset now)
    {
        var changes = new List<AlertRecord>();
        foreach (EndpointTrack track in _tracks)
        {
            track.MoveTo(now);
            changes.AddRange(_alerts.Changes(track, now));
        }

        return changes;
    }

    private void Replay(JournalRecord record)
    {
        if (record is ProbeRecord probe && _places.TryGetValue(probe.Endpoint, out int place))
        {
            _tracks[place].Add(probe);
        }
    }
}
