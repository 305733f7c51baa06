namespace LoadGen.Measurement.Host;

/// <summary>
/// Looks at the host before a run: what it cannot carry is an error, what may spoil the figures a warning, each with the command that
/// mends it. The limit on open files is raised where that is allowed.
/// </summary>
public static class HostChecks
{
    /// <summary>Runs every check. Empty: nothing to say.</summary>
    /// <param name="demand">What the run asks for.</param>
    /// <param name="host">The host.</param>
    public static IReadOnlyList<HostFinding> Run(HostDemand demand, IHost host)
    {
        ArgumentNullException.ThrowIfNull(demand);
        ArgumentNullException.ThrowIfNull(host);
        List<HostFinding> findings = [.. SourceAddressCheck.Run(demand, host)];
        if (host.HasLinuxLimits)
        {
            findings.AddRange(OpenFileCheck.Run(demand, host));

            // With sources that cannot be used, there is no number of ports to speak of.
            if (findings.TrueForAll(f => f.Check != SourceAddressCheck.Name))
            {
                findings.AddRange(LocalPortCheck.Run(demand, host));
            }

            findings.AddRange(AcceptQueueCheck.Run(demand, host));
        }

        return findings;
    }

    /// <summary>A shortage: certain to strike, or possible.</summary>
    internal static HostSeverity Shortage(HostDemand demand) => demand.IsCertain ? HostSeverity.Error : HostSeverity.Warning;

    /// <summary>How messages name the streams.</summary>
    internal static string Streams(HostDemand demand) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{(demand.IsCertain ? "" : "up to ")}{demand.Streams:N0} streams at once");
}
