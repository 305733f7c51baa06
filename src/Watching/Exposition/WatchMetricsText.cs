using System.Buffers;
using LoadGen.Serving.Metrics;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Settings;
using LoadGen.Watching.Windows;
using static LoadGen.Watching.Exposition.WatchMetricRegistry;

namespace LoadGen.Watching.Exposition;

/// <summary>One scrape: the metrics in the order of the registry.</summary>
internal sealed class WatchMetricsText(IBufferWriter<byte> output)
{
    private readonly PrometheusText _text = new(output);

    public void Write(WatchPlan plan, EndpointTrack[] tracks, EndpointSeries[] series, IReadOnlyList<AlertRecord> firing, WatchTotals totals)
    {
        WriteProbes(tracks, series);
        WriteWindows(plan, tracks);
        WriteAlerts(plan, tracks, firing);
        _text.Begin(Deliveries);
        _text.Sample(totals.Deliveries[true], "delivered");
        _text.Sample(totals.Deliveries[false], "given_up");
        _text.Begin(NotWatched);
        _text.Sample(totals.NotWatched.TotalSeconds);
        _text.Begin(Unwritten);
        _text.Sample((long)totals.Unwritten);
    }

    private void WriteProbes(EndpointTrack[] tracks, EndpointSeries[] series)
    {
        _text.Begin(Probes);
        for (int i = 0; i < tracks.Length; i++)
        {
            foreach ((string outcome, long count) in series[i].Outcomes)
            {
                _text.Sample(count, tracks[i].Name, outcome);
            }
        }

        WriteTimes(Ttft, tracks, series, one => one.Ttft);
        WriteTimes(E2e, tracks, series, one => one.E2e);
        WriteTimes(Tpot, tracks, series, one => one.Tpot);
        WriteTimes(Connect, tracks, series, one => one.Connect);
        _text.Begin(LastProbe);
        foreach (EndpointTrack track in tracks.Where(track => track.LastAt is not null))
        {
            _text.Sample(track.LastAt!.Value.ToUnixTimeMilliseconds() / 1000.0, track.Name);
        }
    }

    private void WriteTimes(MetricDefinition metric, EndpointTrack[] tracks, EndpointSeries[] series, Func<EndpointSeries, Histogram> times)
    {
        _text.Begin(metric);
        for (int i = 0; i < tracks.Length; i++)
        {
            _text.Sample(times(series[i]), tracks[i].Name);
        }
    }

    private void WriteWindows(WatchPlan plan, EndpointTrack[] tracks)
    {
        WriteEach(WindowRequests, plan, tracks, (objective, window, labels) => _text.Sample(objective[window].Requests, labels));
        WriteEach(WindowOverruns, plan, tracks, (objective, window, labels) => _text.Sample(objective[window].Overruns, labels));
        WriteEach(BurnRate, plan, tracks, (objective, window, labels) => _text.Sample(objective.Burn(window), labels));
        _text.Begin(AllowedShare);
        foreach (ObjectiveTrack objective in tracks[0].Objectives)
        {
            _text.Sample(objective.AllowedShare, objective.Objective.Name);
        }
    }

    private void WriteEach(MetricDefinition metric, WatchPlan plan, EndpointTrack[] tracks, Action<ObjectiveTrack, int, string[]> write)
    {
        _text.Begin(metric);
        foreach (EndpointTrack track in tracks)
        {
            foreach (ObjectiveTrack objective in track.Objectives)
            {
                for (int i = 0; i < plan.Windows.Count; i++)
                {
                    write(objective, i, [track.Name, objective.Objective.Name, Durations.Text(plan.Windows[i])]);
                }
            }
        }
    }

    // Those that do not fire too: a series that comes and goes cannot be alerted on.
    private void WriteAlerts(WatchPlan plan, EndpointTrack[] tracks, IReadOnlyList<AlertRecord> firing)
    {
        _text.Begin(Firing);
        foreach (string alert in plan.Alerts.Select(alert => alert.Name))
        {
            foreach (EndpointTrack track in tracks)
            {
                foreach (string objective in track.Objectives.Select(objective => objective.Objective.Name))
                {
                    _text.Sample(firing.Any(f => f.Alert == alert && f.Endpoint == track.Name && f.Objective == objective) ? 1L : 0L, alert, track.Name, objective);
                }
            }
        }
    }
}

/// <summary>What a watch counts beside its endpoints.</summary>
/// <param name="Deliveries">Messages taken, and given up.</param>
/// <param name="NotWatched">Time in which nobody watched.</param>
/// <param name="Unwritten">Records that the disk has not taken yet.</param>
internal sealed record WatchTotals(IReadOnlyDictionary<bool, long> Deliveries, TimeSpan NotWatched, int Unwritten);
