using System.Buffers;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Workers;
using LoadGen.Serving.Metrics;
using static LoadGen.Routing.Observability.Metrics.RouterMetricRegistry;

namespace LoadGen.Routing.Observability.Metrics;

/// <summary>One scrape: the metrics in the order of the registry.</summary>
internal sealed class RouterMetricsText(RouterMetrics metrics, IBufferWriter<byte> output, Fleet? fleet)
{
    private static readonly Leg[] s_legs = Enum.GetValues<Leg>();
    private static readonly LegOutcome[] s_outcomes = Enum.GetValues<LegOutcome>();

    private readonly PrometheusText _text = new(output);
    private readonly IReadOnlyList<Worker> _workers = fleet?.Workers ?? [];
    private readonly List<WorkerSeries> _series = metrics.Workers.Read(fleet);

    public void Write()
    {
        WriteRequests();
        WriteDecisions();
        WriteLegs();
        WriteWorkers();
        WriteRouter();
    }

    private void WriteRequests()
    {
        Apis(RequestsStarted, (api, series) => _text.Sample(series.Started.Value, api));
        Counters(Requests, metrics.Requests);
        Apis(RequestsInflight, (api, series) => _text.Sample(series.Inflight, api));
        Apis(RequestDuration, (api, series) => _text.Sample(series.Duration, api));
        Apis(RequestTtft, (api, series) => _text.Sample(series.Ttft, api));
    }

    private void WriteDecisions()
    {
        Counters(Rejected, metrics.RejectedBy);
        Single(QueuedRequests, metrics.Waiting.Value);
        _text.Begin(QueueWait);
        foreach (LabelledSet<Histogram>.Entry entry in metrics.Waits.Entries)
        {
            _text.Sample(entry.Series, entry.Values.First);
        }

        Counters(Retries, metrics.RetriedFor);
        Single(RetriesRefused, metrics.RetriesRefused.Value);
        Counters(Picks, metrics.Picks);
        Single(PromptTokens, metrics.PromptTokens.Value);
        Single(CachedTokens, metrics.CachedTokens.Value);
        Single(CompletionTokens, metrics.CompletionTokens.Value);
    }

    private void WriteLegs()
    {
        EachLeg(LegsStarted, (worker, leg, series) => _text.Sample(series.Started.Value, worker, leg));
        EachLeg(Legs, (worker, leg, series) =>
        {
            // Most outcomes never happen to most workers.
            foreach (LegOutcome outcome in s_outcomes)
            {
                if (series.Ended(outcome).Value is var count and > 0)
                {
                    _text.Sample(count, worker, leg, LabelNames.Of(outcome));
                }
            }
        });
        _text.Begin(LegsInflight);
        foreach (Leg leg in s_legs)
        {
            _text.Sample(_series.Sum(series => series.Find(leg)?.Inflight ?? 0), LabelNames.Of(leg));
        }

        EachLeg(LegDuration, (worker, leg, series) => _text.Sample(series.Duration, worker, leg));
        EachLeg(LegFirstByte, (worker, leg, series) => _text.Sample(series.FirstByte, worker, leg));
        EachLeg(Handoffs, (worker, leg, series) => _text.Sample(series.Handoff, worker, leg), Leg.Prefill, Leg.Decode);
        EachLeg(Orphaned, (worker, leg, series) => _text.Sample(series.Orphaned.Value, worker, leg));
        _text.Begin(CancelRelease);
        foreach (Leg leg in s_legs)
        {
            _text.Sample(metrics.Cancels(leg), LabelNames.Of(leg));
        }
    }

    private void WriteWorkers()
    {
        EachWorker(RouterMetricRegistry.WorkerState, w => _text.Sample(1, w.Id, LabelNames.Of(w.Role), LabelNames.Of(w.State)));
        EachWorker(WorkerBreaker, w => _text.Sample(1, w.Id, LabelNames.Of(w.Role), LabelNames.Of(w.Breaker.State)));
        EachWorker(WorkerRequests, w => _text.Sample(w.Load.Requests, w.Id, LabelNames.Of(w.Role)));
        EachWorker(WorkerTokens, w => _text.Sample(w.Load.Tokens, w.Id, LabelNames.Of(w.Role)));
        EachWorker(WorkerPinned, w => _text.Sample(w.Load.Pinned, w.Id, LabelNames.Of(w.Role)));
        EachPool(PoolWorkers, pool => pool.Workers.Count);
        EachPool(PoolEligible, pool => pool.EligibleCount);
    }

    private void WriteRouter()
    {
        _text.Begin(ConfigReloads);
        _text.Sample(metrics.ReloadsOk.Value, "ok");
        _text.Sample(metrics.ReloadsFailed.Value, "failed");
        Single(ConfigOk, metrics.LastReloadOk.Value);
        Output(LogLines, metrics.LogLines, "written");
        Output(Spans, metrics.Spans, "exported");
    }

    private void Single(MetricDefinition definition, long value)
    {
        _text.Begin(definition);
        _text.Sample(value);
    }

    private void Output(MetricDefinition definition, OutputSeries series, string done)
    {
        _text.Begin(definition);
        _text.Sample(series.Done.Value, done);
        _text.Sample(series.Dropped.Value, "dropped");
        _text.Sample(series.Failed.Value, "failed");
    }

    private void Apis(MetricDefinition definition, Action<string, ApiSeries> write)
    {
        _text.Begin(definition);
        foreach (LabelledSet<ApiSeries>.Entry entry in metrics.Apis.Entries)
        {
            write(entry.Values.First, entry.Series);
        }
    }

    private void Counters(MetricDefinition definition, LabelledSet<Counter> counters)
    {
        _text.Begin(definition);
        foreach (LabelledSet<Counter>.Entry entry in counters.Entries)
        {
            ReadOnlySpan<string> values = [entry.Values.First, entry.Values.Second, entry.Values.Third];
            _text.Sample(entry.Series.Value, values[..definition.Labels.Count]);
        }
    }

    private void EachLeg(MetricDefinition definition, Action<string, string, LegSeries> write, params Leg[] only)
    {
        _text.Begin(definition);
        foreach (WorkerSeries worker in _series)
        {
            foreach (Leg leg in only.Length > 0 ? only : s_legs)
            {
                if (worker.Find(leg) is { } series)
                {
                    write(worker.Label, LabelNames.Of(leg), series);
                }
            }
        }
    }

    private void EachWorker(MetricDefinition definition, Action<Worker> write)
    {
        _text.Begin(definition);
        foreach (Worker worker in _workers)
        {
            write(worker);
        }
    }

    private void EachPool(MetricDefinition definition, Func<Pool, int> count)
    {
        _text.Begin(definition);
        if (fleet is not null)
        {
            foreach (Pool pool in (Pool[])[fleet.Prefill, fleet.Decode, fleet.Both])
            {
                _text.Sample(count(pool), LabelNames.Of(pool.Role));
            }
        }
    }
}
