using LoadGen.Inference.Handoffs.Sglang;
using LoadGen.Inference.Handoffs.Trtllm;
using LoadGen.Inference.Handoffs.Vllm;

namespace LoadGen.Inference.Handoffs;

/// <summary>The protocols and the names that configuration and command lines give them.</summary>
public static class Handoffs
{
    private static readonly string[] NameByKind =
    [
        "sglang",
        "nixl",
        "nixl-push",
        "p2p-nccl",
        "mooncake",
        "moriio-read",
        "moriio-write",
        "trtllm-context-first",
        "trtllm-generation-first",
    ];

    private static readonly IHandoff[] ByKind =
    [
        new SglangHandoff(),
        new NixlHandoff(),
        new NixlPushHandoff(),
        new P2pNcclHandoff(),
        new MooncakeHandoff(),
        new MoriioHandoff(reads: true),
        new MoriioHandoff(reads: false),
        new ContextFirstHandoff(),
        new GenerationFirstHandoff(),
    ];

    /// <summary>Every protocol, in the order of <see cref="HandoffKind"/>.</summary>
    public static IReadOnlyList<HandoffKind> All { get; } = Enum.GetValues<HandoffKind>();

    /// <summary>The names, in the same order: for messages that say what is accepted.</summary>
    public static IReadOnlyList<string> Names => NameByKind;

    /// <summary>The name of a protocol, such as <c>nixl-push</c>.</summary>
    public static string NameOf(HandoffKind kind) => NameByKind[(int)kind];

    /// <summary>The protocol itself.</summary>
    public static IHandoff Get(HandoffKind kind) => ByKind[(int)kind];

    /// <summary>Finds a protocol by its exact name.</summary>
    public static bool TryFind(string name, out HandoffKind kind)
    {
        int index = Array.IndexOf(NameByKind, name);
        kind = index < 0 ? default : (HandoffKind)index;
        return index >= 0;
    }
}
