using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Control;

/// <summary>What is remembered of a request: no body, and of its headers the values of a few. Its own handler writes it, any thread reads it.</summary>
internal sealed class RequestRecord
{
    private const string EchoPrefix = "x-sim-echo-";

    // What a router passes on so that requests can be told apart and traced; a key is never among them.
    private static readonly string[] s_shown = ["x-request-id", "x-correlation-id", "traceparent", "tracestate", "x-data-parallel-rank"];

    private volatile RequestOutcome _outcome;
    private RequestOutcome _settled;

    public RequestRecord(long number, HttpRequest request)
    {
        Number = number;
        Method = request.Method;
        Path = request.Path.Value ?? "";
        HasAuthorization = request.Headers.Authorization.Count > 0;
        HeaderNames = [.. request.Headers.Keys.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal)];
        Headers = [.. HeaderNames
            .Where(name => s_shown.Contains(name) || name.StartsWith(EchoPrefix, StringComparison.Ordinal))
            .Select(name => KeyValuePair.Create(name, request.Headers[name].ToString()))];
    }

    /// <summary>Numbered from 1 over all requests that are remembered.</summary>
    public long Number { get; }

    public string Method { get; }

    public string Path { get; }

    /// <summary>It had an <c>Authorization</c> header.</summary>
    public bool HasAuthorization { get; }

    /// <summary>The names of all its headers, in lower case and in order.</summary>
    public IReadOnlyList<string> HeaderNames { get; }

    /// <summary>The headers that are shown with their values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The fault that struck it, or null.</summary>
    public string? Fault { get; set; }

    /// <summary>The response's status; 0 while there is none, and where there never was.</summary>
    public int Status { get; private set; }

    /// <summary>Output tokens sent.</summary>
    public long OutputTokens { get; set; }

    /// <summary>What became of it. Written last: who sees an end sees the rest.</summary>
    public RequestOutcome Outcome => _outcome;

    /// <summary>Says what became of it, to be seen at its end.</summary>
    public void Settle(RequestOutcome outcome) => _settled = outcome;

    /// <summary>Its handler is through.</summary>
    /// <param name="status">The response's status; 0 where there was none.</param>
    public void End(int status)
    {
        Status = status;
        _outcome = _settled switch
        {
            RequestOutcome.Active => status switch
            {
                0 => RequestOutcome.Aborted,
                < 400 => RequestOutcome.Completed,
                _ => RequestOutcome.Refused,
            },
            RequestOutcome.Completed when Fault is not null => RequestOutcome.Faulted,
            RequestOutcome settled => settled,
        };
    }
}
