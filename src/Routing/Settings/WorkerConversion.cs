using System.Net;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Settings;

/// <summary>Settings of workers as the fleet takes them.</summary>
public static class WorkerConversion
{
    /// <summary>All workers with fixed URLs, of all pools.</summary>
    /// <param name="settings">Settings that have been read and checked.</param>
    public static IReadOnlyList<WorkerSettings> ToWorkers(this RouterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            .. Of(settings.Pools.Prefill, WorkerRole.Prefill),
            .. Of(settings.Pools.Decode, WorkerRole.Decode),
            .. Of(settings.Pools.Workers, WorkerRole.Both),
        ];
    }

    /// <summary>A worker with a fixed URL.</summary>
    /// <param name="section">What the file says of it.</param>
    /// <param name="url">Its URL.</param>
    /// <param name="role">Its pool's role.</param>
    public static WorkerSettings ToWorker(this WorkerSection section, Uri url, WorkerRole role)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(url);
        return new WorkerSettings
        {
            Url = url,
            Role = role,
            Peer = Peer(section, url) with
            {
                ZmqAddress = section.ZmqAddress,
                EngineId = section.EngineId,
                SideChannelHost = section.SideChannelHost ?? (section.SideChannelPort is null ? null : url.IdnHost),
                ContextInfoEndpoint = section.ContextInfoEndpoint,
            },
        };
    }

    /// <summary>A worker behind a name.</summary>
    /// <param name="section">What the file says of the name.</param>
    /// <param name="address">One of its addresses.</param>
    /// <param name="role">Its pool's role.</param>
    public static WorkerSettings ToWorker(this DnsSection section, IPAddress address, WorkerRole role)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(address);
        Uri url = new UriBuilder(section.Scheme, address.ToString(), section.Port).Uri;
        return new WorkerSettings
        {
            Url = url,
            Role = role,
            Source = WorkerSource.Dns,
            Peer = Peer(section, url) with { SideChannelHost = section.SideChannelPort is null ? null : url.IdnHost },
        };
    }

    private static IEnumerable<WorkerSettings> Of(PoolSection? pool, WorkerRole role) =>
        pool is null ? [] : pool.Workers.Select(worker => worker.ToWorker(new Uri(worker.Url), role));

    // IdnHost is the host without the brackets of an IPv6 address.
    private static HandoffPeer Peer(PeerSection section, Uri url) => new()
    {
        Host = url.IdnHost,
        Port = url.Port,
        BootstrapPort = section.BootstrapPort,
        SideChannelPort = section.SideChannelPort,
        DpSize = section.DpSize,
        TpSize = section.TpSize,
        PpSize = section.PpSize,
        OverridesRemoteHost = section.OverrideRemoteHost,
    };
}
