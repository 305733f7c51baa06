using LoadGen.Economics.Skus;

namespace LoadGen.Simulation.Roofline;

/// <summary>
/// What datasheets do not say, fitted to the training half of InferenceX's rows for DeepSeek R1 (docs/simulation.md has each one's reason and
/// the error that remains; RooflineFitTests shows that the rows put them where they are). Efficiencies belong to a family, fixed time to an
/// architecture.
/// </summary>
public sealed record RooflineConstants
{
    /// <summary>The fitted ones.</summary>
    public static RooflineConstants Fitted { get; } = new();

    /// <summary>Hopper: part of the memory bandwidth that a decode step reaches.</summary>
    public double HopperMemory { get; init; } = 0.671;

    /// <summary>Blackwell: part of the memory bandwidth that a decode step reaches.</summary>
    public double BlackwellMemory { get; init; } = 0.708;

    /// <summary>CDNA: part of the memory bandwidth that a decode step reaches.</summary>
    public double CdnaMemory { get; init; } = 0.478;

    /// <summary>Hopper: part of the dense peak that a large step reaches.</summary>
    public double HopperCompute { get; init; } = 0.322;

    /// <summary>Blackwell: part of the dense peak that a large step reaches.</summary>
    public double BlackwellCompute { get; init; } = 0.785;

    /// <summary>CDNA: part of the dense peak that a large step reaches.</summary>
    public double CdnaCompute { get; init; } = 0.228;

    /// <summary>Hopper: µs that a layer takes, however little there is to do: its kernels' launches and the latency of its collectives.</summary>
    public double HopperLayerUs { get; init; } = 124.3;

    /// <summary>Blackwell: µs that a layer takes, however little there is to do.</summary>
    public double BlackwellLayerUs { get; init; } = 97.6;

    /// <summary>CDNA 3: µs that a layer takes, however little there is to do.</summary>
    public double Cdna3LayerUs { get; init; } = 163.7;

    /// <summary>CDNA 4: µs that a layer takes, however little there is to do.</summary>
    public double Cdna4LayerUs { get; init; } = 108.1;

    /// <summary>µs that a layer takes longer where its GPUs are not all of one scale-up network.</summary>
    public double CrossNodeLayerUs { get; init; } = 207.7;

    /// <summary>µs that a layer takes longer where attention is data-parallel: dispatch to the experts and back.</summary>
    public double ExchangeLayerUs { get; init; } = 67.7;

    /// <summary>Part of the link's bandwidth that collectives reach.</summary>
    public double Link { get; init; } = 0.873;

    /// <summary>µs that a step takes longer for each request of a data-parallel rank: sampling, scheduling, detokenisation.</summary>
    public double RequestUs { get; init; } = 40;

    /// <summary>ms before and behind the engine's steps until a first token is out: HTTP, tokenisation, dispatch.</summary>
    public double FirstTokenMs { get; init; } = 130.4;

    /// <summary>ms that a hand-off takes longer than its bytes.</summary>
    public double HandoffMs { get; init; } = 247;

    /// <summary>Chance that a drafted token is accepted, given that those before it were.</summary>
    public double Acceptance { get; init; } = 0.646;

    /// <summary>
    /// How much of a whole batch's prefill a request waits for on average: ½ when all that run end and begin together, 0 when they are spread
    /// evenly. Outputs of 0.8–1 of a length, all begun at once, stay bunched.
    /// </summary>
    public double Bunching { get; init; } = 0.227;

    /// <summary>The architectures that there are constants for.</summary>
    public static IReadOnlyList<string> Architectures { get; } = ["Hopper", "Blackwell", "Blackwell Ultra", "CDNA 3", "CDNA 4"];

    /// <summary>An architecture's own: parts of bandwidth and of the peak, and s a layer.</summary>
    /// <exception cref="ArgumentException">There are none for it.</exception>
    internal (double Memory, double Compute, double LayerS) For(Sku sku) => sku.Architecture switch
    {
        "Hopper" => (HopperMemory, HopperCompute, HopperLayerUs * 1e-6),
        "Blackwell" or "Blackwell Ultra" => (BlackwellMemory, BlackwellCompute, BlackwellLayerUs * 1e-6),
        "CDNA 3" => (CdnaMemory, CdnaCompute, Cdna3LayerUs * 1e-6),
        "CDNA 4" => (CdnaMemory, CdnaCompute, Cdna4LayerUs * 1e-6),
        _ => throw new ArgumentException($"{sku.Id} is of the architecture {sku.Architecture}, which no measured row is of; accepted: a SKU of {string.Join(", ", Architectures)}"),
    };
}
