using System.Diagnostics;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace LoadGen.Routing.Serving;

/// <summary>
/// The step of YARP's pipeline that chooses the worker, by the pool's policy, and counts what becomes of the request. YARP forwards. Another
/// worker is asked when the first cannot be reached, as long as nothing has been sent to the client and the body can be sent again.
/// </summary>
internal sealed class ProxyPick(Fleet fleet, IProxyStateLookup proxy, RouterMetrics metrics, YarpSettings settings)
{
    // Workers that YARP's passive health check has marked, passed over in one pick.
    private const int PassedOverMax = 8;

    /// <summary>Chooses, and lets YARP forward.</summary>
    public async Task InvokeAsync(HttpContext http, Func<Task> forward)
    {
        IReverseProxyFeature feature = http.GetReverseProxyFeature();
        Pool pool = fleet.PoolOf(ProxyPools.RoleOf(feature.Cluster.Config.ClusterId));
        GenerationRequest? generation = http.Features.Get<GenerationRequest>();
        settings.Budget.OnRequest();
        RequestRecord? record = http.Features.Get<RequestRecord>();
        List<Worker>? tried = null;
        for (int attempt = 1; ; attempt++)
        {
            PickRequest wanted = Wanted(generation, tried);
            if (Pick(pool, feature.Cluster.Config.ClusterId, ref wanted) is not { } chosen)
            {
                if (tried is null)
                {
                    await FailAsync(http, record, new ClientError(503, ErrorCode.NoWorker, "no worker can take a request now", RetryAfterS: 1));
                    return;
                }

                break;
            }

            // Only now: where there is no other worker, what the last one's failure was is the answer.
            if (tried is not null)
            {
                Rewind(http);
            }

            record?.Serve(chosen.Pick, attempt);
            feature.AvailableDestinations = chosen.Destination;
            LegOutcome outcome = await ForwardAsync(http, forward, chosen.Pick, wanted.PromptTokens);
            if (!CanTryAgain(http, outcome, generation) || attempt >= settings.AttemptsMax() || !TryTakeFromBudget(outcome))
            {
                break;
            }

            (tried ??= []).Add(chosen.Pick.Worker!);
        }

        if (!http.Response.HasStarted && http.GetForwarderErrorFeature() is { } failure && http.Response.StatusCode >= 500)
        {
            await FailAsync(http, record, Describe(failure, http.Response.StatusCode, feature));
        }
    }

    private static Task FailAsync(HttpContext http, RequestRecord? record, ClientError error)
    {
        if (record is not null)
        {
            record.Error = error.Message;
        }

        return ErrorReply.WriteAsync(http, error);
    }

    private static PickRequest Wanted(GenerationRequest? generation, IReadOnlyList<Worker>? tried) => new()
    {
        Prompt = generation?.Handoff.Prompt ?? default,
        PromptTokens = generation?.Handoff.PromptTokensEstimate ?? 0,
        AffinityKey = generation?.AffinityKey ?? "",
        Random = PairServices.NextRandom(),
        Tried = tried,
    };

    private (Pick Pick, DestinationState Destination)? Pick(Pool pool, string clusterId, ref PickRequest wanted)
    {
        if (!proxy.TryGetCluster(clusterId, out ClusterState? cluster))
        {
            return null;
        }

        return Pick(pool, cluster, ref wanted, isPanicking: false) is { } well ? well : Pick(pool, cluster, ref wanted, isPanicking: true);
    }

    // Where YARP's passive health has marked all, they are asked all the same: nobody to ask would be the worse answer.
    private (Pick Pick, DestinationState Destination)? Pick(Pool pool, ClusterState cluster, ref PickRequest original, bool isPanicking)
    {
        PickRequest wanted = original;
        for (int i = 0; i < PassedOverMax; i++)
        {
            Pick pick = pool.Pick(wanted);
            metrics.Picked(pool.Role, pool.Policy.Name, pick.Reason);
            if (pick.Worker is not { } worker)
            {
                return null;
            }

            // A worker that has just been added is not yet among YARP's destinations.
            if (cluster.Destinations.TryGetValue(worker.Id, out DestinationState? destination)
                && (isPanicking || destination.Health.Passive != DestinationHealth.Unhealthy))
            {
                original = wanted;
                return (pick, destination);
            }

            PairServices.GiveBack(pick, wanted.PromptTokens);
            wanted = wanted with { Tried = [.. wanted.Tried ?? [], worker] };
        }

        return null;
    }

    private async Task<LegOutcome> ForwardAsync(HttpContext http, Func<Task> forward, Pick pick, long promptTokens)
    {
        Worker worker = pick.Worker!;
        long start = Stopwatch.GetTimestamp();
        metrics.LegStarted(worker, Leg.Whole);
        ForwardedFields? forwarded = http.Features.Get<ForwardedFields>();
        LegTrace trace = BeginTrace(http, worker);
        if (forwarded is not null)
        {
            forwarded.Leg = trace;
        }

        LegOutcome outcome = LegOutcome.Broken;
        try
        {
            await forward();
            outcome = http.GetForwarderErrorFeature() is { } failure ? OutcomeOf(failure) : LegResult.OutcomeOf(http.Response.StatusCode);
        }
        finally
        {
            Pool.Release(pick, promptTokens, outcome);
            RequestTracing.EndLeg(trace, outcome, http.Response.StatusCode);
            metrics.LegEnded(worker, Leg.Whole, outcome, Nanoseconds.Of(Stopwatch.GetElapsedTime(start)), firstByteNs: -1);
        }

        return outcome;
    }

    private LegTrace BeginTrace(HttpContext http, Worker worker) =>
        settings.Tracing() is { } tracing && http.Features.Get<RequestRecord>() is { } record ? tracing.BeginLeg(record.Trace, Leg.Whole, worker) : default;

    private bool TryTakeFromBudget(LegOutcome outcome)
    {
        if (!settings.Budget.TryTake())
        {
            metrics.RetryRefused();
            return false;
        }

        metrics.Retried("worker_" + LabelNames.Of(outcome));
        return true;
    }

    // A body that was not held can have been sent in part.
    private static bool CanTryAgain(HttpContext http, LegOutcome outcome, GenerationRequest? generation) =>
        outcome == LegOutcome.ConnectFailed && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested
        && (generation is not null || http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true });

    private static void Rewind(HttpContext http)
    {
        StringValues requestId = http.Response.Headers[RequestId.HeaderName];
        http.Response.Clear();
        http.Response.Headers[RequestId.HeaderName] = requestId;
        http.Features.Set<IForwarderErrorFeature>(null);
        if (http.Request.Body.CanSeek)
        {
            http.Request.Body.Position = 0;
        }
    }

    private static LegOutcome OutcomeOf(IForwarderErrorFeature failure) => failure.Error switch
    {
        ForwarderError.RequestTimedOut => LegOutcome.Stalled,
        ForwarderError.Request or ForwarderError.NoAvailableDestinations => LegOutcome.ConnectFailed,
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient or ForwarderError.ResponseBodyCanceled
            or ForwarderError.ResponseBodyClient or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient
            or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient => LegOutcome.ClientGone,
        ForwarderError.UpgradeActivityTimeout => LegOutcome.Stalled,
        _ => LegOutcome.Broken,
    };

    private static ClientError Describe(IForwarderErrorFeature failure, int status, IReverseProxyFeature feature)
    {
        string worker = feature.ProxiedDestination?.DestinationId ?? "the worker";
        string cause = failure.Exception?.GetBaseException().Message.ReplaceLineEndings(" ") ?? failure.Error.ToString();
        return new ClientError(status, "worker_failed", $"worker {worker} failed: {cause}");
    }
}
