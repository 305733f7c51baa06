namespace LoadGen.Routing.Settings;

/// <summary><c>pools</c>: the workers by what they do.</summary>
public sealed record PoolsSection
{
    /// <summary>Workers that read prompts and hand their KV cache over.</summary>
    public PoolSection? Prefill { get; init; }

    /// <summary>Workers that take the KV cache over and generate.</summary>
    public PoolSection? Decode { get; init; }

    /// <summary>Aggregated workers, which do both.</summary>
    public PoolSection? Workers { get; init; }
}

/// <summary>One pool.</summary>
public sealed record PoolSection
{
    /// <summary>How a worker is chosen.</summary>
    public PolicySection Policy { get; init; } = new();

    /// <summary>Workers with a fixed URL.</summary>
    public IReadOnlyList<WorkerSection> Workers { get; init; } = [];

    /// <summary>Names that stand for workers.</summary>
    public IReadOnlyList<DnsSection> Dns { get; init; } = [];
}

/// <summary><c>policy</c>: how a worker is chosen. An option that the policy does not have is refused.</summary>
public sealed record PolicySection
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "least_requests";

    /// <summary>consistent_hash: a worker takes at most this many times the mean load; null: the policy's own.</summary>
    public double? LoadFactor { get; init; }

    /// <summary>prefix_cache: the share of a prompt that must be known to a worker to prefer it; null: the policy's own.</summary>
    public double? MatchThreshold { get; init; }

    /// <summary>prefix_cache: a worker with this many requests more than the mean is overloaded, if it also has the ratio; null: the policy's own.</summary>
    public int? BalanceAbsThreshold { get; init; }

    /// <summary>prefix_cache: a worker with this many times the mean is overloaded, if it also has the number; null: the policy's own.</summary>
    public double? BalanceRelThreshold { get; init; }

    /// <summary>prefix_cache: bytes of a prompt that are compared as one; null: the policy's own.</summary>
    public int? PrefixBlockBytes { get; init; }

    /// <summary>prefix_cache: most blocks that are remembered, some 48 bytes each; null: the policy's own.</summary>
    public int? PrefixBlocksMax { get; init; }
}

/// <summary>What a hand-off needs to know of an engine, where several workers share it.</summary>
public abstract record PeerSection
{
    /// <summary>SGLang, Mooncake: port of a prefill engine's bootstrap server.</summary>
    public int? BootstrapPort { get; init; }

    /// <summary>NIXL push: port of the engine's side channel.</summary>
    public int? SideChannelPort { get; init; }

    /// <summary>Data-parallel ranks.</summary>
    public int DpSize { get; init; } = 1;

    /// <summary>Tensor-parallel ranks.</summary>
    public int TpSize { get; init; } = 1;

    /// <summary>Pipeline-parallel ranks.</summary>
    public int PpSize { get; init; } = 1;

    /// <summary>NIXL: write the worker's own host over the <c>remote_host</c> that it announces.</summary>
    public bool OverrideRemoteHost { get; init; }
}

/// <summary>A worker with a fixed URL.</summary>
public sealed record WorkerSection : PeerSection
{
    /// <summary><c>http://host:port</c> or <c>https://host:port</c>.</summary>
    public required string Url { get; init; }

    /// <summary>P2pNccl, MoRI-IO: the engine's ZMQ address, where it does not register itself.</summary>
    public string? ZmqAddress { get; init; }

    /// <summary>NIXL push, Mooncake: the engine's id.</summary>
    public string? EngineId { get; init; }

    /// <summary>NIXL push: host of the engine's side channel; null: the URL's.</summary>
    public string? SideChannelHost { get; init; }

    /// <summary>TensorRT-LLM generation-first: the context server's <c>ctx_info_endpoint</c>.</summary>
    public string? ContextInfoEndpoint { get; init; }
}

/// <summary>A name whose addresses are workers.</summary>
public sealed record DnsSection : PeerSection
{
    /// <summary>The name to look up (A and AAAA).</summary>
    public required string Name { get; init; }

    /// <summary>The workers' HTTP port.</summary>
    public required int Port { get; init; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>Seconds between look-ups.</summary>
    public double RefreshS { get; init; } = 30;
}
