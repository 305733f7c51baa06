using LoadGen.Inference;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Timing;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Settings;

namespace LoadGen.Watching.Probing;

/// <summary>Asks endpoints as a benchmark does, one request at a time.</summary>
public sealed class EndpointProbe : IEndpointProbe
{
    private readonly WatchPlan _plan;
    private readonly Prober[] _probers;
    private readonly TimeProvider _time;

    /// <summary>Prepares; nothing is sent yet.</summary>
    /// <param name="plan">The endpoints, and what they are asked.</param>
    /// <param name="seed">Fixes the prompts.</param>
    /// <param name="time">The wall clock.</param>
    public EndpointProbe(WatchPlan plan, long seed, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (_plan, _time) = (plan, time);
        _probers = [.. plan.Endpoints.Select(endpoint => Create(endpoint, plan.Probe, seed, time))];
    }

    /// <inheritdoc/>
    public Task<ProbeRecord> AskAsync(ProbeOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        return _probers[order.Endpoint].RequestAsync(
            order.Prompt,
            (RequestTimeline timeline, in RequestFigures figures, bool isSimulated) => Read(order, timeline, figures, isSimulated),
            cancellation);
    }

    private static Prober Create(WatchedEndpoint endpoint, ProbePlan probe, long seed, TimeProvider time)
    {
        bool sendsIds = endpoint.Api.Traits.Prompts.HasFlag(PromptKinds.TokenIds);
        var options = new BenchOptions
        {
            Url = endpoint.Url,
            Api = endpoint.Api,
            Generation = endpoint.Generation,
            PromptFormat = sendsIds ? PromptFormat.TokenIds : PromptFormat.Words,
            Headers = endpoint.Headers,
            Transport = endpoint.Transport,
            Workload = new ProbeWorkload(probe.InputTokens, probe.OutputTokens, seed, asWords: !sendsIds),
        };
        return new Prober(options, MonotonicClock.Instance) { Time = time, Limit = probe.ConnectTimeout + probe.Timeout };
    }

    private ProbeRecord Read(ProbeOrder order, RequestTimeline timeline, in RequestFigures figures, bool isSimulated)
    {
        bool wasSent = timeline.SendNs > 0;
        var gaps = new ChunkGaps();
        gaps.Measure(timeline);
        return new ProbeRecord
        {
            At = _time.GetUtcNow(),
            Endpoint = _plan.Endpoints[order.Endpoint].Name,
            Round = order.Round,
            Prompt = order.Prompt,
            Due = order.Due,
            Outcome = Outcomes.Name(timeline.Outcome),
            Error = timeline.Error,
            Status = timeline.Status > 0 ? timeline.Status : null,
            ConnectMs = timeline.ConnectNs > 0 ? Ms(timeline.ConnectNs) : null,
            TtftMs = Ms(figures.TtftNs),
            TtftIntendedMs = Ms(figures.TtftIntendedNs),
            TtfvtMs = Ms(figures.TtfvtNs),
            TpotMs = Ms(figures.TpotNs),
            ItlMaxMs = Ms(gaps.MaxNs),
            ItlP99Ms = Ms(gaps.P99Ns),
            E2eMs = wasSent ? Ms(figures.E2eNs) : null,
            E2eIntendedMs = wasSent ? Ms(figures.E2eIntendedNs) : null,
            InputTokens = figures.InputTokens,
            RequestedInputTokens = timeline.Item.RequestedInputTokens,
            OutputTokens = figures.OutputTokens,
            CachedTokens = timeline.Usage is { CachedPromptTokens: >= 0 } usage ? usage.CachedPromptTokens : null,
            Simulated = isSimulated ? true : null,
        };
    }

    // What a request has not is negative or not a number.
    private static double? Ms(double ns) => ns >= 0 ? Math.Round(ns / 1e6, 6) : null;
}
