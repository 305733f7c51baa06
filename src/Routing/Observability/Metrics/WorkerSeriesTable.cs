using System.Runtime.CompilerServices;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Observability.Metrics;

/// <summary>
/// The series of all workers. A worker's are found through the worker itself, without a lock. Their number is bounded: workers past the
/// limit share those named <see cref="Other"/>, and what was counted of workers long gone moves to those named <see cref="Removed"/>, so
/// that sums over workers never go back.
/// </summary>
internal sealed class WorkerSeriesTable
{
    public const string Other = "other";
    public const string Removed = "removed";

    private readonly Lock _lock = new();
    private readonly ConditionalWeakTable<Worker, WorkerSeries> _ofWorker = [];
    private readonly ConditionalWeakTable<Worker, WorkerSeries>.CreateValueCallback _create;
    private readonly Dictionary<string, WorkerSeries> _byId = new(StringComparer.Ordinal);
    private readonly WorkerSeries _other = new(Other);
    private readonly WorkerSeries _removed = new(Removed);
    private readonly RouterMetricsOptions _options;
    private readonly TimeProvider _time;
    private List<WorkerSeries> _justFolded = [];

    public WorkerSeriesTable(RouterMetricsOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _create = Create;
    }

    public WorkerSeries Of(Worker worker) => _ofWorker.TryGetValue(worker, out WorkerSeries? series) ? series : _ofWorker.GetValue(worker, _create);

    /// <summary>All series in the order of their labels, after those of workers long gone from <paramref name="fleet"/> were folded.</summary>
    public List<WorkerSeries> Read(Fleet? fleet)
    {
        lock (_lock)
        {
            if (fleet is not null)
            {
                Fold(fleet);
            }

            List<WorkerSeries> all = [.. _byId.Values.OrderBy(series => series.Label, StringComparer.Ordinal), _other, _removed];
            return all;
        }
    }

    private void Fold(Fleet fleet)
    {
        _justFolded.ForEach(series => series.FoldInto(_removed));
        _justFolded = [];
        HashSet<string> there = [.. fleet.Workers.Select(worker => worker.Id)];
        long now = _time.GetTimestamp();
        foreach (WorkerSeries series in _byId.Values.ToArray())
        {
            series.GoneSince = there.Contains(series.Label) ? null : series.GoneSince ?? now;
            if (series is { GoneSince: { } since, IsIdle: true } && _time.GetElapsedTime(since, now) >= _options.RemovedWorkersKept)
            {
                _byId.Remove(series.Label);
                series.FoldInto(_removed);
                _justFolded.Add(series);
            }
        }
    }

    private WorkerSeries Create(Worker worker)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(worker.Id, out WorkerSeries? series))
            {
                if (_byId.Count >= _options.WorkersMax)
                {
                    return _other;
                }

                series = new WorkerSeries(worker.Id);
                _byId.Add(worker.Id, series);
            }

            return series;
        }
    }
}
