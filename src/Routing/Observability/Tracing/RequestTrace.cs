using System.Diagnostics;

namespace LoadGen.Routing.Observability.Tracing;

/// <summary>The trace of one request of a client.</summary>
/// <param name="Context">Where the request stands: its id is the access log's.</param>
/// <param name="State">The client's tracestate, to be passed on as it is; null for none.</param>
/// <param name="Span">The span that is recorded; null where none is.</param>
public readonly record struct RequestTrace(TraceContext Context, string? State, Activity? Span);

/// <summary>The trace of one request to a worker.</summary>
/// <param name="Context">What the leg's traceparent says.</param>
/// <param name="Span">The span that is recorded; null where none is.</param>
public readonly record struct LegTrace(TraceContext Context, Activity? Span);
