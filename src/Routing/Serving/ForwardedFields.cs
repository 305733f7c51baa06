using LoadGen.Routing.Observability.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LoadGen.Routing.Serving;

/// <summary>The client's header fields that workers get: those that are allowed, and the request's id. A feature of its <c>HttpContext</c>.</summary>
/// <param name="Fields">Names and values, each name once.</param>
internal sealed record ForwardedFields(IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    /// <summary>Reads them from a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="allowed">Names of the fields that are passed on.</param>
    /// <param name="requestId">The request's id.</param>
    public static ForwardedFields Of(HttpContext http, IReadOnlyList<string> allowed, string requestId)
    {
        var fields = new List<KeyValuePair<string, string>>(allowed.Count + 1) { new(RequestId.HeaderName, requestId) };
        IHeaderDictionary headers = http.Request.Headers;
        for (int i = 0; i < allowed.Count; i++)
        {
            if (headers.TryGetValue(allowed[i], out StringValues values) && !allowed[i].Equals(RequestId.HeaderName, StringComparison.OrdinalIgnoreCase))
            {
                fields.Add(new(allowed[i], values.ToString()));
            }
        }

        return new ForwardedFields(fields);
    }
}
