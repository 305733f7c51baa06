using LoadGen.Economics.Models;
using LoadGen.Economics.Skus;

namespace LoadGen.Simulation.Roofline;

/// <summary>
/// How long one step takes: the longer of memory and arithmetic, then communication, then what a step takes however little there is to do.
/// On the slowest of GPUs that all do the same.
/// </summary>
/// <param name="MemoryS">Weights and caches, read once.</param>
/// <param name="ComputeS">Matrix products and attention.</param>
/// <param name="CommunicationS">All-reduces, and the way to the experts and back.</param>
/// <param name="OverheadS">Layers and requests.</param>
internal readonly record struct StepTime(double MemoryS, double ComputeS, double CommunicationS, double OverheadS)
{
    // Activations travel as bf16; to the experts as fp8, and back as bf16.
    private const double ActivationBytes = 2;
    private const double DispatchBytes = 1;

    private const double StateBytes = 4;

    /// <summary>The whole step.</summary>
    public double TotalS => Math.Max(MemoryS, ComputeS) + CommunicationS + OverheadS;

    public static StepTime Of(Deployment deployment, StepLoad load)
    {
        RooflineConstants constants = deployment.Constants;
        (double memory, double compute, double layerS) = constants.For(deployment.Sku);
        double decodeTokens = load.Requests * (1 + deployment.SpecTokens);
        double tokens = decodeTokens + load.PromptTokens;
        bool isAcross = deployment.Tp > deployment.Sku.ScaleUpGpus;
        double linkBytesPerS = (isAcross ? deployment.Sku.ScaleOutGbPerS : deployment.Sku.ScaleUpGbPerS) * 1e9 * constants.Link;
        double layer = layerS + (((isAcross ? constants.CrossNodeLayerUs : 0) + (deployment.Dp > 1 ? constants.ExchangeLayerUs : 0)) * 1e-6);

        // A drafted token runs through one layer more, that of the draft.
        double layers = deployment.Model.Layers() + deployment.SpecTokens;
        double draft = load.Requests > 0 ? layers / deployment.Model.Layers() : 1;
        return new StepTime(
            draft * (WeightBytes.Read(deployment, tokens) + CacheBytes(deployment, load)) / (deployment.Sku.HbmTbPerS * 1e12 * memory),
            draft * ComputeSeconds(deployment, load, decodeTokens, tokens) / compute,
            draft * CommunicationBytes(deployment, tokens) / linkBytesPerS,
            draft * ((deployment.Model.Layers() * layer) + (constants.RequestUs * 1e-6 * (load.Requests + load.Prompts) / deployment.Dp)));
    }

    // What a data-parallel rank's requests have cached, over the GPUs of the rank.
    private static double CacheBytes(Deployment deployment, StepLoad load)
    {
        int shards = deployment.Tp / deployment.Dp;
        double kv = WeightBytes.Of(deployment.KvPrecisionInUse());
        double requests = load.Requests / deployment.Dp;
        return requests * deployment.Model.Attention.Sum(part => part.Layers * (
            (Seen(part, load.Context) * part.CachedPerToken() * kv / part.CacheShards(shards)) + (2 * part.StatePerRequest() * StateBytes / shards)));
    }

    // At the peak, each part in its own precision; attention between tokens in bf16.
    private static double ComputeSeconds(Deployment deployment, StepLoad load, double decodeTokens, double tokens)
    {
        ModelShape model = deployment.Model;
        string attentionWeights = model.AttentionWeights[deployment.Precision];
        double routed = model.Ffn.Sum(part => part.Layers * part.Active * part.ParametersPerExpert(model.Hidden));
        double always = model.Ffn.Sum(part => part.Layers * part.AlwaysPerLayer(model.Hidden));
        double pairs = model.Attention.Sum(part => part.Layers * (
            (decodeTokens * Seen(part, load.Context) * part.FlopsPerPair(isDecode: true)) + (SeenPairs(part, load) * part.FlopsPerPair(isDecode: false))));
        double seconds = (2 * tokens * (routed + always) / FlopsPerS(deployment.Sku, deployment.Precision))
            + (2 * tokens * model.AttentionParameters() / FlopsPerS(deployment.Sku, attentionWeights))
            + (((2 * (decodeTokens + load.Prompts) * model.EmbeddingParameters()) + pairs) / FlopsPerS(deployment.Sku, SkuPrecision.Bf16));
        return seconds / deployment.Tp;
    }

    private static double CommunicationBytes(Deployment deployment, double tokens)
    {
        (int gpus, int ranks, ModelShape model) = (deployment.Tp, deployment.Dp, deployment.Model);
        double attention = AllReduce(gpus / ranks, tokens / ranks * model.Hidden * ActivationBytes);
        double ffn = model.Ffn.Sum(part => part.Layers * (ranks == 1
            ? AllReduce(gpus, tokens * model.Hidden * ActivationBytes)
            : part.Experts == 0 ? AllReduce(gpus / ranks, tokens / ranks * model.Hidden * ActivationBytes)
            : tokens / gpus * Math.Min(part.Active, gpus) * model.Hidden * (DispatchBytes + ActivationBytes)));
        return (model.Layers() * attention) + ffn;
    }

    // A ring sends and receives each byte nearly twice.
    private static double AllReduce(int gpus, double bytes) => gpus == 1 ? 0 : 2.0 * (gpus - 1) / gpus * bytes;

    private static double Seen(AttentionShape part, double context) => part.Window == 0 ? context : Math.Min(part.Window, context);

    private static double SeenPairs(AttentionShape part, StepLoad load) =>
        part.Window == 0 ? load.PromptPairs : Math.Min(load.PromptPairs, load.PromptTokens * part.Window);

    // What a GPU has no arithmetic for is unpacked to bf16.
    private static double FlopsPerS(Sku sku, string precision) =>
        (sku.DenseTflops.TryGetValue(precision, out double tflops) ? tflops : sku.DenseTflops[SkuPrecision.Bf16]) * 1e12;
}
