using LoadGen.Inference.Handoffs;

namespace LoadGen.Routing.Settings;

/// <summary>What a router's settings are checked against.</summary>
public sealed record SettingsRules
{
    /// <summary>The rules of this process: its files, its environment.</summary>
    public static SettingsRules Default { get; } = new();

    /// <summary>The names of policies, each with the options that it has.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Policies { get; init; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["random"] = [],
        ["round_robin"] = [],
        ["least_requests"] = [],
        ["least_tokens"] = [],
        ["consistent_hash"] = ["load_factor"],
        ["prefix_cache"] = ["match_threshold", "balance_abs_threshold", "balance_rel_threshold", "prefix_block_bytes", "prefix_blocks_max"],
    };

    /// <summary>The names of hand-off protocols.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = Handoffs.Names;

    /// <summary>The protocols whose workers register themselves by heartbeat.</summary>
    public IReadOnlyList<string> HeartbeatProtocols { get; init; } = ["p2p-nccl", "moriio-read", "moriio-write"];

    /// <summary>What a protocol misses of a prefill and a decode worker, each with its fix.</summary>
    public Func<string, HandoffPeer, HandoffPeer, IReadOnlyList<string>> CheckPair { get; init; } = static (name, prefill, decode) =>
        Handoffs.TryFind(name, out HandoffKind kind) ? Handoffs.Get(kind).Check(prefill, decode) : [];

    /// <summary>There is a file with this full path.</summary>
    public Func<string, bool> FileExists { get; init; } = File.Exists;

    /// <summary>The value of an environment variable; null when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;
}
