namespace LoadGen.Inference.Handoffs;

/// <summary>What a hand-off needs to know of one engine: the part that stays the same from request to request.</summary>
public sealed record HandoffPeer
{
    /// <summary>Host name or address as the other engine can reach it; an IPv6 literal without brackets.</summary>
    public required string Host { get; init; }

    /// <summary>The engine's HTTP port.</summary>
    public required int Port { get; init; }

    /// <summary>SGLang and Mooncake: port of the prefill engine's bootstrap server; null where it was not given (SGLang then sends null).</summary>
    public int? BootstrapPort { get; init; }

    /// <summary>
    /// The engine's ZMQ address as it registers it. P2pNccl: <c>ip:port</c>. MoRI-IO: <c>host:ip,handshake:port,notify:port</c>.
    /// </summary>
    public string? ZmqAddress { get; init; }

    /// <summary>NIXL push and Mooncake: the engine's id, where it is known beforehand. Mooncake's is asked for at its bootstrap server.</summary>
    public string? EngineId { get; init; }

    /// <summary>Mooncake with data parallelism: the engine's id at each rank; comes before <see cref="EngineId"/>.</summary>
    public IReadOnlyDictionary<int, string>? EngineIdByRank { get; init; }

    /// <summary>NIXL push: host and port of the engine's side channel.</summary>
    public string? SideChannelHost { get; init; }

    /// <summary>NIXL push: see <see cref="SideChannelHost"/>.</summary>
    public int? SideChannelPort { get; init; }

    /// <summary>TensorRT-LLM generation-first: the context server's <c>ctx_info_endpoint</c>.</summary>
    public string? ContextInfoEndpoint { get; init; }

    /// <summary>Data-parallel ranks; 1 without data parallelism.</summary>
    public int DpSize { get; init; } = 1;

    /// <summary>Tensor-parallel ranks.</summary>
    public int TpSize { get; init; } = 1;

    /// <summary>Pipeline-parallel ranks.</summary>
    public int PpSize { get; init; } = 1;

    /// <summary>Write this engine's HTTP host over the <c>remote_host</c> that it announces (some deployments announce a bind address).</summary>
    public bool OverridesRemoteHost { get; init; }

    /// <summary><see cref="Host"/> as it stands in a URL: an IPv6 literal in brackets.</summary>
    public string UrlHost => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>The engine's id at a data-parallel rank, where it is known.</summary>
    public string? EngineIdAt(int rank) =>
        EngineIdByRank is not null && EngineIdByRank.TryGetValue(rank, out string? id) ? id : EngineId;
}
