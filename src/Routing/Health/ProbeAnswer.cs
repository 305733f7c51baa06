namespace LoadGen.Routing.Health;

/// <summary>How a probe ended.</summary>
public enum ProbeVerdict
{
    /// <summary>A status of 200 to 299.</summary>
    Good,

    /// <summary>Another status, or no connection.</summary>
    Failed,

    /// <summary>No answer in time: the worker may be gone, or busy.</summary>
    TimedOut,
}

/// <summary>What a probe found.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Status">The response's status; null where none came.</param>
/// <param name="Error">What was wrong, in one line; null when nothing was.</param>
public readonly record struct ProbeAnswer(ProbeVerdict Verdict, int? Status, string? Error);

/// <summary>The latest probe of a worker.</summary>
/// <param name="At">When it began.</param>
/// <param name="Ok">The worker answered well.</param>
/// <param name="Status">The response's status; null where none came.</param>
/// <param name="Error">What was wrong, in one line; null when nothing was.</param>
/// <param name="LatencyMs">How long the answer took.</param>
public sealed record LastProbe(DateTimeOffset At, bool Ok, int? Status, string? Error, double LatencyMs);
