using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs;

namespace LoadGen.Simulation.Kv;

/// <summary>The state of a simulated KV cache: <c>GET /kv</c>.</summary>
public sealed record KvFigures
{
    /// <summary>Which part of a pair the engine plays.</summary>
    public required SimulatedRole Role { get; init; }

    /// <summary>How it hands off; null for <see cref="SimulatedRole.Both"/>.</summary>
    public required HandoffKind? Protocol { get; init; }

    /// <summary>Blocks (of 16 tokens) in all.</summary>
    public required int TotalBlocks { get; init; }

    /// <summary>Blocks that nobody holds.</summary>
    public required int FreeBlocks { get; init; }

    /// <summary>Hand-offs begun and not yet fetched, reclaimed, expired or failed.</summary>
    public required int Pinned { get; init; }

    /// <summary>Blocks that <see cref="Pinned"/> hold.</summary>
    public required int PinnedBlocks { get; init; }

    /// <summary>Hand-offs whose cache a decode engine has fetched (at a decode engine: that it has fetched).</summary>
    public required long Pulled { get; init; }

    /// <summary>Hand-offs freed because a decode engine was sent the request and told to stop.</summary>
    public required long Reclaimed { get; init; }

    /// <summary>Hand-offs that nobody fetched in time.</summary>
    public required long Expired { get; init; }

    /// <summary>Of <see cref="Expired"/>, those whose request had been answered: blocks held for nothing, and nobody told.</summary>
    public required long Leaked { get; init; }

    /// <summary>SGLang decode requests aborted while their hand-off was under way, which can crash the engine.</summary>
    public required long UnsafeAborts { get; init; }

    /// <summary>Requests that hold blocks and run.</summary>
    public required int Running { get; init; }

    /// <summary>Requests that wait for blocks.</summary>
    public required int Waiting { get; init; }

    /// <summary>Requests refused or failed because of their hand-off.</summary>
    public required long Errors { get; init; }
}
