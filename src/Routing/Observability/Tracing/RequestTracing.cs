using System.Buffers.Binary;
using System.Diagnostics;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Observability.Tracing;

/// <summary>
/// Gives each request its place in a trace and, where a collector is set, a span for it and for each of its legs. A request with no (or a
/// broken) traceparent begins a new trace. With no collector the client's traceparent goes to the legs as it came, as the recommendation
/// wants it from those who record nothing. Thread-safe; a span may end on another thread than it began on.
/// </summary>
public sealed class RequestTracing : IDisposable
{
    /// <summary>What the spans come from.</summary>
    public const string SourceName = "LoadGen.Routing";

    private readonly ActivitySource _source = new(SourceName);
    private readonly IdSource _ids;
    private readonly double _ratio;
    private readonly SpanExport? _export;

    /// <summary>Starts exporting, where the settings name a collector.</summary>
    /// <param name="settings">What to trace.</param>
    /// <param name="ids">Where new ids come from.</param>
    /// <param name="metrics">Counts the spans.</param>
    /// <exception cref="ArgumentException">The settings have problems; the first is named.</exception>
    public RequestTracing(TracingSettings settings, IdSource ids, RouterMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(metrics);
        if (settings.Problems().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem, nameof(settings));
        }

        _ids = ids;
        _ratio = settings.SampleRatio;
        _export = settings.Endpoint is null ? null : new SpanExport(settings, SourceName, metrics.Spans);
    }

    /// <summary>Begins a request.</summary>
    /// <param name="traceparent">The client's header; null for none.</param>
    /// <param name="tracestate">The client's header, several of them joined by commas; null for none.</param>
    public RequestTrace Begin(string? traceparent, string? tracestate)
    {
        bool isContinued = TraceContext.TryParse(traceparent, out TraceContext context);
        string? state = isContinued && tracestate is not null && TraceState.IsValid(tracestate) ? tracestate : null;
        bool isSampled = isContinued ? context.IsSampled : IsSampled();
        if (_export is not null && isSampled)
        {
            ActivityContext parent = isContinued ? ToActivity(context, state) : default;
            if (Start("request", ActivityKind.Server, parent) is { } span)
            {
                return new(FromActivity(span, isContinued ? context.IsRandom : true), state, span);
            }
        }

        return new(isContinued ? context : TraceContext.NewRoot(_ids, isSampled), state, null);
    }

    /// <summary>Begins a request's leg.</summary>
    public LegTrace BeginLeg(in RequestTrace request, Leg leg, Worker worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        if (request.Span is { } parent && Start(LabelNames.Of(leg), ActivityKind.Client, parent.Context) is { } span)
        {
            span.SetTag("server.address", worker.Settings.Url.Host);
            span.SetTag("server.port", worker.Settings.Url.Port);
            span.SetTag("loadgen.leg", LabelNames.Of(leg));
            return new(FromActivity(span, request.Context.IsRandom), span);
        }

        return new(request.Context, null);
    }

    /// <summary>The leg's first byte is here.</summary>
    public static void FirstByte(in LegTrace leg) => leg.Span?.AddEvent(new ActivityEvent("first_byte"));

    /// <summary>Ends a leg.</summary>
    /// <param name="leg">What <see cref="BeginLeg"/> gave.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="status">The worker's HTTP status; 0 without one.</param>
    public static void EndLeg(in LegTrace leg, LegOutcome outcome, int status)
    {
        if (leg.Span is { } span)
        {
            bool isFault = outcome is not (LegOutcome.Completed or LegOutcome.PeerFailed or LegOutcome.ClientGone or LegOutcome.Cancelled);
            End(span, LabelNames.Of(outcome), status, isFault);
        }
    }

    /// <summary>Ends a request.</summary>
    /// <param name="request">What <see cref="Begin"/> gave.</param>
    /// <param name="api">The API's name, such as <c>chat</c>.</param>
    /// <param name="requestId">What the logs call it.</param>
    /// <param name="status">The status that the client got; 0 without one.</param>
    /// <param name="outcome">How it ended.</param>
    public static void End(in RequestTrace request, string api, string requestId, int status, string outcome)
    {
        if (request.Span is { } span)
        {
            span.DisplayName = api;
            span.SetTag("loadgen.api", api);
            span.SetTag("loadgen.request_id", requestId);
            End(span, outcome, status, status >= 500);
        }
    }

    /// <summary>Exports the spans that wait, for 5 s at most, and stops.</summary>
    public void Dispose()
    {
        _export?.Dispose();
        _source.Dispose();
    }

    private static void End(Activity span, string outcome, int status, bool isFault)
    {
        span.SetTag("loadgen.outcome", outcome);
        if (status > 0)
        {
            span.SetTag("http.response.status_code", status);
        }

        if (isFault)
        {
            span.SetStatus(ActivityStatusCode.Error, outcome);
        }

        // An activity that ends makes another the current one: a loop's thread serves many requests and has none.
        Activity? current = Activity.Current;
        span.Stop();
        Activity.Current = current;
    }

    private Activity? Start(string name, ActivityKind kind, ActivityContext parent)
    {
        Activity? current = Activity.Current;
        Activity.Current = null;
        Activity? started = _source.StartActivity(name, kind, parent);
        Activity.Current = current;
        return started;
    }

    // 53 bits make a number from 0 to below 1 that a double holds exactly.
    private bool IsSampled() => _ratio >= 1 || (_ratio > 0 && (_ids.Next64() >> 11) * (1.0 / (1UL << 53)) < _ratio);

    private static ActivityContext ToActivity(in TraceContext context, string? state)
    {
        Span<byte> trace = stackalloc byte[16];
        Span<byte> span = stackalloc byte[8];
        BinaryPrimitives.WriteUInt128BigEndian(trace, context.TraceId);
        BinaryPrimitives.WriteUInt64BigEndian(span, context.SpanId);
        return new(ActivityTraceId.CreateFromBytes(trace), ActivitySpanId.CreateFromBytes(span), ActivityTraceFlags.Recorded, state, isRemote: true);
    }

    private static TraceContext FromActivity(Activity activity, bool isRandom)
    {
        Span<byte> trace = stackalloc byte[16];
        Span<byte> span = stackalloc byte[8];
        activity.TraceId.CopyTo(trace);
        activity.SpanId.CopyTo(span);
        return new(BinaryPrimitives.ReadUInt128BigEndian(trace), BinaryPrimitives.ReadUInt64BigEndian(span), IsSampled: true, isRandom);
    }
}
