using System.Globalization;

namespace LoadGen.Measurement.Host;

/// <summary>
/// One open file a stream (RLIMIT_NOFILE, getrlimit(2)). The soft limit is raised as far as the hard one allows; past that only root or
/// the service manager can help.
/// </summary>
internal static class OpenFileCheck
{
    public const string Name = "open_files";

    // The run's own: five result files and the one in the making, an epoll, event and timer descriptor a loop, the resolver's socket.
    private const int OwnFiles = 64;

    public static IEnumerable<HostFinding> Run(HostDemand demand, IHost host)
    {
        if (host.OpenFiles() is not { } limit)
        {
            yield break;
        }

        if (demand.Streams is not { } streams)
        {
            // Nobody knows how many there will be: as many as are allowed.
            if (limit.Hard > limit.Soft && host.TryRaiseOpenFiles(limit.Hard))
            {
                yield return Raised(limit.Soft, limit.Hard);
            }

            yield break;
        }

        long needed = (long)streams + limit.Open + OwnFiles;
        if (needed <= limit.Soft)
        {
            yield break;
        }

        if (needed <= limit.Hard && host.TryRaiseOpenFiles(needed))
        {
            yield return Raised(limit.Soft, needed);
            yield break;
        }

        yield return new HostFinding(Name, HostChecks.Shortage(demand), Text($"{HostChecks.Streams(demand)} need {needed:N0} open files, and the limit is {limit.Soft:N0}{Hard(limit)}"), Text($"ulimit -n {needed}"));
    }

    private static string Hard(OpenFileLimit limit) => limit.Hard > limit.Soft
        ? Text($" (hard limit {limit.Hard:N0})")
        : " (the hard limit too: raising it takes root, LimitNOFILE= in a unit, or --ulimit nofile= on a container)";

    private static HostFinding Raised(long from, long to) =>
        new(Name, HostSeverity.Info, Text($"the limit on open files was raised from {from:N0} to {to:N0} for this run"), null);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
