using LoadGen.Economics.Models;
using LoadGen.Economics.Skus;

namespace LoadGen.Simulation.Roofline;

/// <summary>Bytes of weights on one GPU.</summary>
internal static class WeightBytes
{
    // 4 bits, and a byte of scale for each 16 (NVFP4).
    private const double Fp4Bytes = 0.5625;

    // The output embedding stays bf16 in every checkpoint.
    private const double EmbeddingBytes = 2;

    /// <summary>Bytes that one number takes.</summary>
    public static double Of(string precision) => precision switch
    {
        SkuPrecision.Fp4 => Fp4Bytes,
        SkuPrecision.Fp8 or SkuPrecision.I8 => 1,
        _ => 2,
    };

    /// <summary>All of them.</summary>
    public static double All(Deployment deployment) => Touched(deployment, part => part.Experts) + InputEmbedding(deployment);

    /// <summary>Those that a step with so many tokens reads.</summary>
    public static double Read(Deployment deployment, double tokens) => Touched(deployment, part => part.Touched(tokens));

    private static double Touched(Deployment deployment, Func<FfnShape, double> experts)
    {
        ModelShape model = deployment.Model;
        int shards = deployment.Tp / deployment.Dp;
        double bytes = Of(deployment.Precision);
        double attention = model.AttentionParameters() * Of(model.AttentionWeights[deployment.Precision]);
        double always = model.Ffn.Sum(part => part.Layers * part.AlwaysPerLayer(model.Hidden)) * bytes;
        double routed = model.Ffn.Sum(part => part.Layers * experts(part) * part.ParametersPerExpert(model.Hidden)) * bytes;
        return ((attention + always) / shards) + ((routed + (model.EmbeddingParameters() * EmbeddingBytes)) / deployment.Tp);
    }

    private static double InputEmbedding(Deployment deployment) =>
        deployment.Model.TiedEmbeddings ? 0 : deployment.Model.EmbeddingParameters() * EmbeddingBytes / deployment.Tp;
}
