namespace LoadGen.Routing.Pairs;

/// <summary>How a leg ended. A closed set: metrics, the breaker and the access log know no other.</summary>
public enum LegOutcome
{
    /// <summary>The whole response came, with a status below 400.</summary>
    Completed,

    /// <summary>The worker refused the request itself (4xx but 429): not the worker's fault.</summary>
    Rejected,

    /// <summary>429 or 503: the worker has no room.</summary>
    Overloaded,

    /// <summary>Another 5xx.</summary>
    ServerError,

    /// <summary>No connection.</summary>
    ConnectFailed,

    /// <summary>The connection broke before or during the response.</summary>
    Broken,

    /// <summary>No byte within the stall limit.</summary>
    Stalled,

    /// <summary>A response that the protocol does not allow.</summary>
    Malformed,

    /// <summary>Ended by the router because the other leg failed.</summary>
    PeerFailed,

    /// <summary>Ended by the router because the client went away.</summary>
    ClientGone,

    /// <summary>Ended by the router because the request's deadline passed, or the router stops.</summary>
    Cancelled,
}
