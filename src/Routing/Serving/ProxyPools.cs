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
    private IReadOnlyList<Worker> _both = [];
    private IReadOnlyList<Worker> _decode = [];
    private TimeSpan _silence;

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
            // YARP is told who there is, not how they are: each probe of four thousand workers would rebuild it all.
            if (_fleet.Both.Workers.SequenceEqual(_both) && _fleet.Decode.Workers.SequenceEqual(_decode) && _stallTimeout() == _silence)
            {
                return;
            }

            (IReadOnlyList<RouteConfig> routes, IReadOnlyList<ClusterConfig> clusters) = Read();
            Provider.Update(routes, clusters);
        }
    }

    public void Dispose() => _fleet.Changed -= Update;

    // Everything that is no coupled pair: to aggregated workers where there are any, else to decode.
    private (IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters) Read()
    {
        (_both, _decode, _silence) = (_fleet.Both.Workers, _fleet.Decode.Workers, _stallTimeout());
        string cluster = _both.Count > 0 ? Workers : Decode;
        return (
            [new RouteConfig { RouteId = "all", ClusterId = cluster, Match = new RouteMatch { Path = "/{**path}" } }],
            [Cluster(Workers, _both), Cluster(Decode, _decode)]);
    }

    private ClusterConfig Cluster(string id, IReadOnlyList<Worker> workers) => new()
    {
        ClusterId = id,
        Destinations = workers.ToDictionary(w => w.Id, w => new DestinationConfig { Address = w.Id }, StringComparer.OrdinalIgnoreCase),
        HttpRequest = new ForwarderRequestConfig
        {
            // A limit of silence, not of the whole.
            ActivityTimeout = _silence,
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = System.Net.Http.HttpVersionPolicy.RequestVersionExact,
        },
        HealthCheck = new HealthCheckConfig
        {
            Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = "TransportFailureRate", ReactivationPeriod = TimeSpan.FromSeconds(10) },
        },
    };
}
