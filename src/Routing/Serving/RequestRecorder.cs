using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Observability.Logging;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Pairs;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Serving;

/// <summary>Counts, traces and logs each request. Thread-safe.</summary>
/// <param name="metrics">The counters.</param>
/// <param name="tracing">Traces.</param>
/// <param name="log">The access log; null for none.</param>
/// <param name="ids">Where new ids come from.</param>
/// <param name="time">The wall clock, for the log.</param>
internal sealed class RequestRecorder(RouterMetrics metrics, RequestTracing tracing, AccessLog? log, IdSource ids, TimeProvider time)
{
    /// <summary>A request has come.</summary>
    public RequestRecord Begin(HttpContext http, GenerationApi? api)
    {
        IHeaderDictionary headers = http.Request.Headers;
        var record = new RequestRecord
        {
            Time = time.GetUtcNow(),
            StartNs = MonotonicClock.Instance.NowNs,
            RequestId = RequestId.Accept(headers[RequestId.HeaderName], ids),
            Trace = tracing.Begin(headers[TraceContext.HeaderName], headers[TraceState.HeaderName]),
            Api = RequestPaths.NameOf(api),
        };
        http.Response.Headers[RequestId.HeaderName] = record.RequestId;
        metrics.RequestStarted(record.Api);
        return record;
    }

    /// <summary>It is over.</summary>
    public void End(HttpContext http, RequestRecord record)
    {
        int status = record.Outcome == RequestOutcome.ClientGone && !http.Response.HasStarted ? 0 : http.Response.StatusCode;
        long endNs = RequestRecord.NowNs;
        long ttftNs = record.Pair is { FirstByteNs: > 0 } pair ? pair.FirstByteNs - record.StartNs : -1;
        metrics.RequestEnded(record.Api, status, record.Outcome, endNs - record.StartNs, ttftNs);
        if (record.Pair is { Usage: { IsNone: false } usage })
        {
            metrics.Usage(usage.Prompt, usage.Cached, usage.Completion);
        }

        RequestTracing.End(record.Trace, record.Api, record.RequestId, status, record.Outcome);
        log?.Write(Entry(http, record, status, endNs, ttftNs));
    }

    private static AccessLogEntry Entry(HttpContext http, RequestRecord record, int status, long endNs, long ttftNs)
    {
        PairRecord? pair = record.Pair;
        return new AccessLogEntry
        {
            Time = record.Time,
            RequestId = record.RequestId,
            TraceId = record.Trace.Context.TraceIdText(),
            Method = http.Request.Method,
            Path = http.Request.Path.Value ?? "",
            Api = record.Api,
            Model = record.Model,
            Status = status,
            Outcome = record.Outcome,
            Client = http.Connection.RemoteIpAddress?.ToString(),
            KeyName = record.KeyName,
            PrefillWorker = pair?.Choice?.PrefillWorker?.Id,
            DecodeWorker = pair?.Choice?.DecodeWorker.Id ?? record.Proxied?.Worker,
            Attempts = pair?.Attempts ?? record.Proxied?.Attempts ?? -1,
            PrefillReason = pair?.Choice?.Prefill?.Reason,
            DecodeReason = pair?.Choice?.Decode.Reason ?? record.Proxied?.Reason,
            QueueNs = record.QueueNs,
            HandoffNs = pair is { HandoffNs: > 0 } ? pair.HandoffNs : -1,
            TtftNs = ttftNs,
            DurationNs = endNs - record.StartNs,
            PromptTokens = pair?.Usage.Prompt ?? -1,
            CachedTokens = pair?.Usage.Cached ?? -1,
            CompletionTokens = pair?.Usage.Completion ?? -1,
            Bytes = http.Response.ContentLength ?? pair?.Bytes ?? -1,
            Error = record.Error,
        };
    }
}
