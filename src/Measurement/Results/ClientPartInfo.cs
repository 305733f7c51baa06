using LoadGen.Measurement.Clients;

namespace LoadGen.Measurement.Results;

/// <summary>One client's part in a run that several made together.</summary>
/// <param name="Index">Its number, as in the records.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Status"><c>done</c> or <c>lost</c>.</param>
/// <param name="Requested">Its requests that ended.</param>
/// <param name="Completed">Of these, the ones that completed.</param>
/// <param name="LostRequests">Requests of a lost client of which nothing is known.</param>
/// <param name="OffsetUs">Its clock − the coordinator's when the measurement began, µs.</param>
/// <param name="OffsetErrorUs">By so much that may be wrong: half the round trip of the best probe, µs.</param>
/// <param name="OffsetDriftUs">By how much it changed until the end, µs.</param>
/// <param name="Loops">Event loops; null when it was lost.</param>
/// <param name="CpuS">CPU time of its process over the measurement, s; null when it was lost.</param>
/// <param name="CpuShare">Of its busiest loop: CPU time / wall time; null where not known.</param>
/// <param name="Valid">It passed no bound.</param>
/// <param name="Reasons">The bounds it passed, one line each.</param>
/// <param name="HostChecks">What the look at its host found.</param>
public sealed record ClientPartInfo(
    int Index, string Host, string Status, long Requested, long Completed, long LostRequests, double OffsetUs, double OffsetErrorUs, double OffsetDriftUs,
    int? Loops, double? CpuS, double? CpuShare, bool Valid, IReadOnlyList<string> Reasons, IReadOnlyList<string> HostChecks)
{
    private const double UsPerNs = 1e-3;

    /// <summary>Puts a client's part into the document's units.</summary>
    public static ClientPartInfo Of(ClientOutcome client)
    {
        ArgumentNullException.ThrowIfNull(client);
        IReadOnlyList<string> reasons = WhyInvalid(client);
        return new ClientPartInfo(
            client.Index,
            client.Host,
            client.Lost is null ? "done" : "lost",
            client.Requested,
            client.Completed,
            client.LostRequests,
            client.Start.OffsetNs * UsPerNs,
            client.Start.ErrorNs * UsPerNs,
            (client.End.OffsetNs - client.Start.OffsetNs) * UsPerNs,
            client.Report?.Loops,
            client.Report?.Usage.CpuS,
            client.Report?.Observer is { CpuShare: var share } && double.IsFinite(share) ? share : null,
            reasons.Count == 0,
            reasons,
            client.HostFindings);
    }

    /// <summary>Why its part does not stand; empty when it does.</summary>
    internal static IReadOnlyList<string> WhyInvalid(ClientOutcome client) =>
        client.Lost is { } lost ? [.. client.Report?.InvalidReasons ?? [], $"it was lost ({lost}) and cannot vouch for its figures"]
        : client.Report?.InvalidReasons ?? ["it ended without a report and cannot vouch for its figures"];
}
