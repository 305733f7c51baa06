using LoadGen.Inference.Handoffs;

namespace LoadGen.Simulation.Handoffs;

/// <summary>The part an engine plays in a prefill/decode pair.</summary>
public sealed record HandoffOptions
{
    /// <summary>The part.</summary>
    public SimulatedRole Role { get; init; } = SimulatedRole.Both;

    /// <summary>Whose error bodies and extra endpoints; null: the protocol's engine, or vLLM where there is no protocol.</summary>
    public SimulatedEngineKind? Engine { get; init; }

    /// <summary>How the cache is handed over; needed unless the role is <see cref="SimulatedRole.Both"/>.</summary>
    public HandoffKind? Protocol { get; init; }

    /// <summary>SGLang, Mooncake: port of prefill's bootstrap server (0: any free one); at an SGLang decode engine the port meant by a null. Default 8998.</summary>
    public int? BootstrapPort { get; init; }

    /// <summary>NIXL, TensorRT-LLM: port of prefill's side channel; 0: any free one. Default 5600.</summary>
    public int? SideChannelPort { get; init; }

    /// <summary>P2pNccl, MoRI-IO: <c>ip:port</c> to listen on and to be called by; port 0: any free one.</summary>
    public string? ZmqAddress { get; init; }

    /// <summary>Host that the engine names to its peers; null: the host it listens on.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>Data-parallel ranks.</summary>
    public int DpSize { get; init; } = 1;

    /// <summary>The engine's id; null: made of its role and address. With several ranks <c>_dpK</c> is appended, as vLLM does.</summary>
    public string? EngineId { get; init; }

    /// <summary>Blocks of 16 tokens in the KV cache.</summary>
    public int KvBlocks { get; init; } = 65_536;

    /// <summary>How long the cache of an answered prefill waits to be fetched.</summary>
    public TimeSpan KvLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one side of a hand-off waits for the other.</summary>
    public TimeSpan HandoffTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>P2pNccl, MoRI-IO: <c>host:port</c> of the router's ZMQ socket, to which the engine makes itself known every 3 s; null: nowhere.</summary>
    public string? Register { get; init; }

    /// <summary>The engine whose words are spoken.</summary>
    public SimulatedEngineKind Speaks => Engine ?? (Protocol is { } protocol ? HandoffNames.EngineOf(protocol) : SimulatedEngineKind.Vllm);
}
