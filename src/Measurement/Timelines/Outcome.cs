namespace LoadGen.Measurement.Timelines;

/// <summary>How a request ended. A closed set: every request of a run has exactly one.</summary>
public enum Outcome
{
    /// <summary>The whole answer arrived: end marker, finish reason, and under <c>ignore_eos</c> the length asked for.</summary>
    Completed,

    /// <summary>The response ended properly on the wire, but without the API's end marker or a finish reason; or the connection closed inside the answer.</summary>
    Truncated,

    /// <summary>The answer is complete but not as long as <c>ignore_eos</c> promised.</summary>
    WrongLength,

    /// <summary>No connection: refused, unreachable, name not resolved, TLS failed.</summary>
    Refused,

    /// <summary>A time limit passed: connect, first byte, stall or whole request.</summary>
    TimedOut,

    /// <summary>HTTP 4xx other than 429.</summary>
    Status4xx,

    /// <summary>HTTP 5xx.</summary>
    Status5xx,

    /// <summary>HTTP 429.</summary>
    RateLimited,

    /// <summary>The server reported an error inside a 200 response, or aborted the generation.</summary>
    StreamError,

    /// <summary>The answer is not what the protocol allows: bad HTTP, bad framing, not an event stream, not JSON.</summary>
    ProtocolError,

    /// <summary>The run ended first (Ctrl-C, fatal error).</summary>
    Cancelled,
}
