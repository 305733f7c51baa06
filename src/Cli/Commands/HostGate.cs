using LoadGen.Cli.Options;
using LoadGen.Measurement.Host;
using LoadGen.Transport.Connections;

namespace LoadGen.Cli.Commands;

/// <summary>The look at this host before a run: what it cannot carry ends the command, what may spoil the figures is said.</summary>
internal static class HostGate
{
    /// <exception cref="UsageException">The host cannot carry the run.</exception>
    /// <exception cref="Transport.TransportException">The target's name cannot be resolved.</exception>
    public static async Task<IReadOnlyList<HostFinding>> PassAsync(TargetChoice target, WorkloadChoice workload, CancellationToken cancellation)
    {
        PinnedTarget pinned = await PinnedTarget.ResolveAsync(target.Url, target.Transport.Route, null, cancellation);
        HostDemand demand = HostDemand.Of(
            pinned.Addresses, pinned.DialPort, target.Transport.SourceAddresses, workload.Concurrency, workload.Requests, isScheduled: workload.IsScheduled);
        IReadOnlyList<HostFinding> findings = HostChecks.Run(demand, SystemHost.Instance);
        string[] errors = [.. findings.Where(f => f.Severity == HostSeverity.Error).Select(f => f.ToString())];
        if (errors.Length > 0)
        {
            throw new UsageException(errors);
        }

        foreach (HostFinding finding in findings.Where(f => f.Severity == HostSeverity.Warning))
        {
            Console.Error.WriteLine("loadgen: warning: " + finding);
        }

        return findings;
    }
}
