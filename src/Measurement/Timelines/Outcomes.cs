using LoadGen.Transport;

namespace LoadGen.Measurement.Timelines;

/// <summary>Names of the outcomes and the one place where transport errors become outcomes.</summary>
public static class Outcomes
{
    private static readonly string[] SnakeCase =
    [
        "completed", "truncated", "wrong_length", "refused", "timed_out", "status_4xx", "status_5xx",
        "rate_limited", "stream_error", "protocol_error", "cancelled",
    ];

    /// <summary>How many outcomes there are.</summary>
    public static int Count => SnakeCase.Length;

    /// <summary>The name that result documents use.</summary>
    public static string Name(Outcome outcome) => SnakeCase[(int)outcome];

    /// <summary>The outcome of a request that ended with a transport error.</summary>
    public static Outcome Of(TransportError error) => error switch
    {
        TransportError.DnsFailure or TransportError.ConnectRefused or TransportError.ConnectFailed or TransportError.TlsFailure or TransportError.ProxyFailed => Outcome.Refused,
        TransportError.ConnectTimeout or TransportError.FirstByteTimeout or TransportError.StallTimeout or TransportError.RequestTimeout => Outcome.TimedOut,
        TransportError.SendFailed or TransportError.ConnectionReset or TransportError.ConnectionClosed => Outcome.Truncated,
        TransportError.MalformedResponse or TransportError.HeadTooLarge or TransportError.MalformedChunk => Outcome.ProtocolError,
        TransportError.Aborted => Outcome.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "a transport error without an outcome"),
    };

    /// <summary>The outcome of a response by its status alone; null for 2xx, whose body decides.</summary>
    public static Outcome? OfStatus(int status) => status switch
    {
        >= 200 and <= 299 => null,
        429 => Outcome.RateLimited,
        >= 400 and <= 499 => Outcome.Status4xx,
        >= 500 and <= 599 => Outcome.Status5xx,
        _ => Outcome.ProtocolError,
    };
}
