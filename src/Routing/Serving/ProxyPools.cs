using LoadGen.Routing.Workers;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace LoadGen.Routing.Serving;

/// <summary>The pools as YARP's clusters: what the fleet has becomes YARP's configuration, swapped whole at each change.</summary>
internal sealed class ProxyPools : IDisposable
{
    /// <summary>Cluster of the aggregated workers.</summary>
    public const string Workers = "workers";

    /// <summary>Cluster of the decode workers: they also know the models.</summary>
    public const string Decode = "decode";

    private readonly Fleet _fleet;
    private readonly Func<TimeSpan> _stallTimeout;
    private readonly Lock _lock = new();

    /// <param name="fleet">The workers.</param>
    /// <param name="stallTimeout">Longest silence of a worker.</param>
    public ProxyPools(Fleet fleet, Func<TimeSpan> stallTimeout)
    {
        _fleet = fleet;
        _stallTimeout = stallTimeout;
        (IReadOnlyList<RouteConfig> routes, IReadOnlyList<ClusterConfig> clusters) = Read();
        Provider = new InMemoryConfigProvider(routes, clusters);
        fleet.Changed += Update;
    }

    /// <summary>What YARP reads.</summary>
    public InMemoryConfigProvider Provider { get; }

    /// <summary>The role that a cluster's workers have.</summary>
    public static WorkerRole RoleOf(string clusterId) => clusterId == Decode ? WorkerRole.Decode : WorkerRole.Both;

    /// <summary>Reads the fleet again.</summary>
    public void Update()
    {
        lock (_lock)
        {
            (IReadOnlyList<RouteConfig> routes, IReadOnlyList<ClusterConfig> clusters) = Read();
            Provider.Update(routes, clusters);
        }
    }

    public void Dispose() => _fleet.Changed -= Update;

    // Everything that is no coupled pair: to aggregated workers where there are any, else to decode.
    private (IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters) Read()
    {
        string cluster = _fleet.Both.Workers.Count > 0 ? Workers : Decode;
        return (
            [new RouteConfig { RouteId = "all", ClusterId = cluster, Match = new RouteMatch { Path = "/{**path}" } }],
            [Cluster(Workers, _fleet.Both), Cluster(Decode, _fleet.Decode)]);
    }

    private ClusterConfig Cluster(string id, Pool pool) => new()
    {
        ClusterId = id,
        Destinations = pool.Workers.ToDictionary(w => w.Id, w => new DestinationConfig { Address = w.Id }, StringComparer.OrdinalIgnoreCase),
        HttpRequest = new ForwarderRequestConfig
        {
            // A limit of silence, not of the whole.
            ActivityTimeout = _stallTimeout(),
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = System.Net.Http.HttpVersionPolicy.RequestVersionExact,
        },
        HealthCheck = new HealthCheckConfig
        {
            Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = "TransportFailureRate", ReactivationPeriod = TimeSpan.FromSeconds(10) },
        },
    };
}
