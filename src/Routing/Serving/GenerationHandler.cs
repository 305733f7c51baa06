using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Admission;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Pairs;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Serving;

/// <summary>Serves a request that generates: reads and judges its body, waits for its turn, and gives it to a pair or an aggregated worker.</summary>
internal sealed class GenerationHandler(RouterCore core)
{
    /// <summary>Serves it; <paramref name="record"/> is told how it ended.</summary>
    public async Task HandleAsync(HttpContext http, GenerationApi api, RequestRecord record)
    {
        if (AdmissionRequest.Read(
            http.Request.Headers[AdmissionRequest.PriorityHeader], http.Request.Headers[AdmissionRequest.TimeoutHeader], out AdmissionRequest admission) is { } problem)
        {
            await RefuseAsync(http, record, new ClientError(400, "invalid_header", problem));
            return;
        }

        if (http.Request.Headers.ContentEncoding.Count > 0)
        {
            await RefuseAsync(http, record, new ClientError(415, "unsupported_encoding", "the body must not be compressed: the router edits it"));
            return;
        }

        ClientBody body;
        try
        {
            body = await BodyReader.ReadAsync(http.Request, http.RequestAborted);
        }
        catch (BadHttpRequestException e)
        {
            // Kestrel's objection: too large, too slow, or broken off.
            await RefuseAsync(http, record, new ClientError(e.StatusCode, "invalid_body", e.Message));
            return;
        }

        try
        {
            HandoffRequest handoff = HandoffRequest.Read(body.Memory, api);
            record.Model = handoff.Model;
            string? affinity = http.Request.Headers[core.Settings.Affinity.Header];
            await AdmitAsync(http, new GenerationRequest(api, body, handoff, affinity ?? handoff.User ?? ""), admission, record);
        }
        catch (HandoffException e)
        {
            await RefuseAsync(http, record, new ClientError(e.Status, "invalid_body", e.Message));
        }
        finally
        {
            body.Release();
        }
    }

    private static Task RefuseAsync(HttpContext http, RequestRecord record, ClientError error)
    {
        record.Outcome = RequestOutcome.Refused;
        record.Error = error.Message;
        return ErrorReply.WriteAsync(http, error);
    }

    private async Task AdmitAsync(HttpContext http, GenerationRequest generation, AdmissionRequest admission, RequestRecord record)
    {
        RouterMetrics metrics = core.Metrics;
        long askedNs = RequestRecord.NowNs;
        metrics.Queued();
        AdmissionResult result;
        string waited = "client_gone";
        try
        {
            result = await core.Queue.EnterAsync(admission, http.RequestAborted);
            waited = OutcomeOf(result.Outcome);
        }
        finally
        {
            record.QueueNs = RequestRecord.NowNs - askedNs;
            metrics.Dequeued(waited, record.QueueNs);
        }

        using AdmissionPermit? permit = result.Permit;
        if (permit is null)
        {
            metrics.Rejected(waited);
            record.Outcome = waited;
            await ErrorReply.WriteAsync(http, new ClientError(result.Status, waited, Describe(result.Outcome), result.RetryAfterS));
            return;
        }

        TimeSpan? left = admission.Timeout is { } timeout ? Max(timeout - TimeSpan.FromTicks(record.QueueNs / TimeSpan.NanosecondsPerTick), TimeSpan.Zero) : null;
        if (core.GoesToPair)
        {
            PairRecord pair = await core.PairHandler!.HandleAsync(http, generation, http.Features.Get<ForwardedFields>()!.Fields, record, left);
            record.Take(pair);
        }
        else
        {
            await ForwardAsync(http, generation, record, left);
        }
    }

    // YARP reads the body from the request again.
    private async Task ForwardAsync(HttpContext http, GenerationRequest generation, RequestRecord record, TimeSpan? left)
    {
        http.Features.Set(generation);
        // Without fields that only a router may set: an engine would fetch a cache from wherever a client told it to.
        MemoryStream body = BodyStreams.Over(generation.Handoff.WithoutHandoff());
        http.Request.Body = body;
        http.Request.ContentLength = body.Length;
        http.Request.Headers.TransferEncoding = default;
        CancellationToken clientGone = http.RequestAborted;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(clientGone);
        if (left is { } time)
        {
            // YARP stops at what it takes for the client's leaving.
            limit.CancelAfter(time);
            http.RequestAborted = limit.Token;
        }

        await core.Proxy.ForwardAsync(http);
        http.RequestAborted = clientGone;
        if (clientGone.IsCancellationRequested)
        {
            record.Outcome = RequestOutcome.ClientGone;
        }
        else if (limit.IsCancellationRequested)
        {
            await EndLateAsync(http, record);
        }
        else
        {
            record.Outcome = RequestOutcome.OfStatus(http.Response.StatusCode);
        }
    }

    private static async Task EndLateAsync(HttpContext http, RequestRecord record)
    {
        record.Outcome = RequestOutcome.DeadlinePassed;
        record.Error = "the request's time was over before it was answered";
        if (http.Response.HasStarted)
        {
            // YARP has passed bytes on, and no error can follow them: the cut is what tells the client.
            http.Abort();
            return;
        }

        http.Response.Clear();
        await ErrorReply.WriteAsync(http, new ClientError(504, ErrorCode.DeadlineExceeded, record.Error));
    }

    private static string OutcomeOf(AdmissionOutcome outcome) => outcome switch
    {
        AdmissionOutcome.Admitted => "admitted",
        AdmissionOutcome.QueueFull => RequestOutcome.QueueFull,
        AdmissionOutcome.DeadlinePassed => RequestOutcome.DeadlinePassed,
        _ => RequestOutcome.Stopping,
    };

    private static string Describe(AdmissionOutcome outcome) => outcome switch
    {
        AdmissionOutcome.QueueFull => "too many requests wait already",
        AdmissionOutcome.DeadlinePassed => "the request's time was over before its turn came",
        _ => "the router is stopping",
    };

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
