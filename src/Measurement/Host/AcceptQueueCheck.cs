using System.Globalization;

namespace LoadGen.Measurement.Host;

/// <summary>
/// A server on this host that is met by more connections at once than its queues hold: the kernel drops the rest, and each comes again after
/// a second (TCP's first retransmission, RFC 6298), which reads as a time to first token of a second.
/// </summary>
/// <remarks>
/// The accept queue holds the server's own backlog, at most <c>net.core.somaxconn</c> (listen(2)). The queue of half-open connections is bounded by
/// the same figure; <c>net.ipv4.tcp_max_syn_backlog</c> bounds it further only while SYN cookies are off, and then to three quarters, the
/// last one being kept for peers that are known (tcp(7), the kernel's <c>tcp_conn_request</c>).
/// </remarks>
internal static class AcceptQueueCheck
{
    public const string AcceptQueue = "accept_queue";
    public const string SynQueue = "syn_queue";

    public static IEnumerable<HostFinding> Run(HostDemand demand, IHost host)
    {
        if (!demand.Targets.Any(host.IsOwn))
        {
            yield break;
        }

        if (Number(host, "/proc/sys/net/core/somaxconn") is { } queue && demand.StartAtOnce > queue)
        {
            yield return Warning(AcceptQueue, demand, $"net.core.somaxconn lets a server on this host queue {queue:N0}", "sysctl -w net.core.somaxconn=65535, then start the server again");
        }

        if (Number(host, "/proc/sys/net/ipv4/tcp_syncookies") == 0
            && Number(host, "/proc/sys/net/ipv4/tcp_max_syn_backlog") is { } halfOpen && demand.StartAtOnce > halfOpen - (halfOpen / 4))
        {
            yield return Warning(SynQueue, demand, $"net.ipv4.tcp_max_syn_backlog is {halfOpen:N0} with SYN cookies off", "sysctl -w net.ipv4.tcp_max_syn_backlog=65535");
        }
    }

    private static HostFinding Warning(string check, HostDemand demand, FormattableString limit, string fix) => new(
        check, HostSeverity.Warning,
        string.Create(CultureInfo.InvariantCulture, $"{demand.StartAtOnce:N0} streams connect to {demand.TargetName} at once, and {limit.ToString(CultureInfo.InvariantCulture)}: a connection that is dropped comes again after 1 s"),
        fix);

    private static int? Number(IHost host, string path) =>
        int.TryParse(host.Read(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
