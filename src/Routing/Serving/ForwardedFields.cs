using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Security;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Serving;

/// <summary>The client's header fields that workers get: those that are allowed, and the request's id. A feature of its <c>HttpContext</c>.</summary>
/// <param name="Fields">Names and values, each name once.</param>
internal sealed record ForwardedFields(IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    /// <summary>The place in a trace of a leg that YARP forwards.</summary>
    public LegTrace Leg { get; set; }

    /// <summary>Reads them from a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="allowed">Which fields are passed on.</param>
    /// <param name="record">Says the request's id, and the client's state in its trace.</param>
    public static ForwardedFields Of(HttpContext http, HeaderAllowList allowed, RequestRecord record)
    {
        var collector = new Collector { Fields = [new(RequestId.HeaderName, record.RequestId)] };
        if (record.Trace.State is { } state)
        {
            collector.Fields.Add(new(TraceState.HeaderName, state));
        }

        allowed.Forward(http.Request.Headers, ref collector);
        return new ForwardedFields(collector.Fields);
    }

    private struct Collector : IHeaderSink
    {
        public List<KeyValuePair<string, string>> Fields;

        public readonly void Add(string name, string value) => Fields.Add(new(name, value));
    }
}
