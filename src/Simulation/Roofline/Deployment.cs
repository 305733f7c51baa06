using LoadGen.Economics.Models;
using LoadGen.Economics.Skus;

namespace LoadGen.Simulation.Roofline;

/// <summary>One engine: a model on GPUs, and how it is spread over them.</summary>
public sealed record Deployment
{
    /// <summary>The GPU.</summary>
    public required Sku Sku { get; init; }

    /// <summary>The model.</summary>
    public required ModelShape Model { get; init; }

    /// <summary>Precision of the weights.</summary>
    public required string Precision { get; init; }

    /// <summary>GPUs of the engine, as SGLang counts tensor parallelism: data-parallel attention is within it.</summary>
    public int Tp { get; init; } = 1;

    /// <summary>GPUs over which whole experts are spread: 1 (experts are split like all else) or <see cref="Tp"/>.</summary>
    public int Ep { get; init; } = 1;

    /// <summary>Data-parallel ranks of attention; 1, or a divisor of <see cref="Tp"/>.</summary>
    public int Dp { get; init; } = 1;

    /// <summary>Precision of the KV cache; null: fp8 where the GPU has fp4 arithmetic (Blackwell, CDNA 4), else bf16, as InferenceX's recipes have it.</summary>
    public string? KvPrecision { get; init; }

    /// <summary>Most requests in a batch; null: as many as the cache holds.</summary>
    public int? MaxRunning { get; init; }

    /// <summary>Most prompt tokens in a step.</summary>
    public int ChunkTokens { get; init; } = 16_384;

    /// <summary>Part of the memory for weights and cache.</summary>
    public double MemoryFraction { get; init; } = 0.9;

    /// <summary>Tokens drafted for each step; 0: no speculative decoding.</summary>
    public int SpecTokens { get; init; }

    /// <summary>Chance that a drafted token is accepted, given that those before it were.</summary>
    public double Acceptance { get; init; } = RooflineConstants.Fitted.Acceptance;

    /// <summary>What the constants are.</summary>
    public RooflineConstants Constants { get; init; } = RooflineConstants.Fitted;

    /// <summary>Tokens that a step yields for a request, on average.</summary>
    public double TokensPerStep() => Enumerable.Range(0, SpecTokens + 1).Sum(i => Math.Pow(Acceptance, i));

    /// <summary>The precision of the cache that holds.</summary>
    public string KvPrecisionInUse() => KvPrecision ?? (Sku.DenseTflops.ContainsKey(SkuPrecision.Fp4) ? SkuPrecision.Fp8 : SkuPrecision.Bf16);

    /// <summary>All that makes it impossible, each with what would be right; empty when it can be used.</summary>
    public IReadOnlyList<string> Validate() => DeploymentValidator.Validate(this);
}
