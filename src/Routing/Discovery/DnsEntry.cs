using LoadGen.Routing.Settings;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Discovery;

/// <summary>A name to look up, and whose workers it stands for.</summary>
/// <param name="Role">The role of its pool.</param>
/// <param name="Section">What the configuration says of it.</param>
public sealed record DnsEntry(WorkerRole Role, DnsSection Section)
{
    /// <summary>All names of a configuration.</summary>
    public static IReadOnlyList<DnsEntry> Of(RouterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        PoolsSection pools = settings.Pools;
        return
        [
            .. (pools.Prefill?.Dns ?? []).Select(dns => new DnsEntry(WorkerRole.Prefill, dns)),
            .. (pools.Decode?.Dns ?? []).Select(dns => new DnsEntry(WorkerRole.Decode, dns)),
            .. (pools.Workers?.Dns ?? []).Select(dns => new DnsEntry(WorkerRole.Both, dns)),
        ];
    }
}

/// <summary>A name could not be looked up; its workers stay as they were.</summary>
/// <param name="Entry">The name.</param>
/// <param name="Reason">Why.</param>
public sealed record DnsFailure(DnsEntry Entry, string Reason);
