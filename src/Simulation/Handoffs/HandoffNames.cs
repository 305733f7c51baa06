using LoadGen.Inference.Handoffs;

namespace LoadGen.Simulation.Handoffs;

/// <summary>Roles, engines and protocols as users type them.</summary>
public static class HandoffNames
{
    private static readonly (string Name, HandoffKind Protocol, SimulatedEngineKind Engine)[] Table =
    [
        ("sglang", HandoffKind.Sglang, SimulatedEngineKind.Sglang),
        ("nixl", HandoffKind.Nixl, SimulatedEngineKind.Vllm),
        ("nixl-push", HandoffKind.NixlPush, SimulatedEngineKind.Vllm),
        ("p2p-nccl", HandoffKind.P2pNccl, SimulatedEngineKind.Vllm),
        ("mooncake", HandoffKind.Mooncake, SimulatedEngineKind.Vllm),
        ("moriio-read", HandoffKind.MoriioRead, SimulatedEngineKind.Vllm),
        ("moriio-write", HandoffKind.MoriioWrite, SimulatedEngineKind.Vllm),
        ("trtllm-context-first", HandoffKind.TrtllmContextFirst, SimulatedEngineKind.Trtllm),
        ("trtllm-generation-first", HandoffKind.TrtllmGenerationFirst, SimulatedEngineKind.Trtllm),
    ];

    /// <summary>All protocols.</summary>
    public static IReadOnlyList<string> Protocols { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>All roles.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["prefill", "decode", "both"];

    /// <summary>All engines.</summary>
    public static IReadOnlyList<string> Engines { get; } = ["sglang", "vllm", "trtllm"];

    /// <summary>The role of a name, or null.</summary>
    public static SimulatedRole? RoleOf(string? name) => name switch
    {
        "prefill" => SimulatedRole.Prefill,
        "decode" => SimulatedRole.Decode,
        "both" => SimulatedRole.Both,
        _ => null,
    };

    /// <summary>The engine of a name, or null.</summary>
    public static SimulatedEngineKind? EngineOf(string? name) => name switch
    {
        "sglang" => SimulatedEngineKind.Sglang,
        "vllm" => SimulatedEngineKind.Vllm,
        "trtllm" => SimulatedEngineKind.Trtllm,
        _ => null,
    };

    /// <summary>The protocol of a name, or null.</summary>
    public static HandoffKind? ProtocolOf(string? name) =>
        Array.FindIndex(Table, row => row.Name == name) is var index and >= 0 ? Table[index].Protocol : null;

    /// <summary>A protocol's name.</summary>
    public static string NameOf(HandoffKind protocol) => Table[(int)protocol].Name;

    /// <summary>A role's name.</summary>
    public static string NameOf(SimulatedRole role) => role switch
    {
        SimulatedRole.Prefill => "prefill",
        SimulatedRole.Decode => "decode",
        _ => "both",
    };

    /// <summary>An engine's name.</summary>
    public static string NameOf(SimulatedEngineKind engine) => Engines[(int)engine];

    /// <summary>The engine that speaks a protocol.</summary>
    public static SimulatedEngineKind EngineOf(HandoffKind protocol) => Table[(int)protocol].Engine;
}
