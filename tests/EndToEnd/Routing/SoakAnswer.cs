namespace LoadGen.EndToEnd.Routing;

/// <summary>How a request ended, as its client saw it. A closed set.</summary>
internal enum SoakEnd
{
    /// <summary>The right text, whole.</summary>
    Completed,

    /// <summary>An HTTP error with a message and a code.</summary>
    Refused,

    /// <summary>A stream that had begun, and ended with one error event.</summary>
    Broken,

    /// <summary>The client left.</summary>
    Abandoned,

    /// <summary>Anything else: none of it may happen.</summary>
    Wrong,
}

/// <summary>A request that is over.</summary>
/// <param name="Id">Its X-Request-Id.</param>
/// <param name="End">How it ended.</param>
/// <param name="Status">The HTTP status; 0 when none came.</param>
/// <param name="Detail">The error's code, or what was wrong.</param>
/// <param name="Fault">The fault that it asked the engines for.</param>
/// <param name="Late">How far past its deadline it ended; negative before.</param>
internal sealed record SoakAnswer(string Id, SoakEnd End, int Status, string Detail, string? Fault, TimeSpan Late)
{
    public override string ToString() => $"{Id}: {End} {Status} {Detail} (fault {Fault ?? "none"}, {Late.TotalSeconds:F1} s past its deadline)";
}
