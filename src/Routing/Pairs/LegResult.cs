using LoadGen.Transport;

namespace LoadGen.Routing.Pairs;

/// <summary>How a leg ended, and what the client could be told of it.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Status">The worker's status; 0 when none came.</param>
/// <param name="Problem">One line on what went wrong; null when nothing did.</param>
internal readonly record struct LegResult(LegOutcome Outcome, int Status, string? Problem)
{
    public bool IsSuccess => Outcome == LegOutcome.Completed;

    /// <summary>A whole response came, with this status.</summary>
    public static LegResult OfStatus(int status) =>
        IsAnswer(status) ? new(LegOutcome.Completed, status, null)
        : status < 400 ? new(LegOutcome.Malformed, status, $"status {status}, which answers no generation")
        : new(OutcomeOf(status), status, $"status {status}");

    /// <summary>A status with which an engine answers a generation; a redirection, or an answer without content, is none.</summary>
    public static bool IsAnswer(int status) => status is >= 200 and < 300 and not (204 or 205);

    /// <summary>The exchange broke. One that this side aborted without a reason of its own lost its connections: its worker was taken out.</summary>
    public static LegResult Of(TransportException e, int status) => new(OutcomeOf(e.Error), status, e.Message);

    /// <summary>The outcome that a status stands for.</summary>
    public static LegOutcome OutcomeOf(int status) => status switch
    {
        < 400 => LegOutcome.Completed,
        429 or 503 => LegOutcome.Overloaded,
        < 500 => LegOutcome.Rejected,
        _ => LegOutcome.ServerError,
    };

    private static LegOutcome OutcomeOf(TransportError error) => error switch
    {
        TransportError.DnsFailure or TransportError.ConnectRefused or TransportError.ConnectTimeout or TransportError.ConnectFailed
            or TransportError.TlsFailure or TransportError.ProxyFailed => LegOutcome.ConnectFailed,
        TransportError.FirstByteTimeout or TransportError.StallTimeout or TransportError.RequestTimeout => LegOutcome.Stalled,
        TransportError.MalformedResponse or TransportError.MalformedChunk or TransportError.HeadTooLarge => LegOutcome.Malformed,
        _ => LegOutcome.Broken,
    };
}
