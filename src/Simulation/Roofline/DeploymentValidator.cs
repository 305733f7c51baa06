using System.Globalization;
using LoadGen.Economics.Skus;

namespace LoadGen.Simulation.Roofline;

/// <summary>Finds every problem of a deployment at once.</summary>
internal static class DeploymentValidator
{
    // NVL72 is the largest scale-up network there is; experts have been spread over 320 GPUs.
    private const int GpusMax = 1024;

    // Beyond a few tokens the chance that all are accepted is nothing.
    private const int SpecTokensMax = 16;

    public static IReadOnlyList<string> Validate(Deployment deployment)
    {
        var problems = new List<string>();
        (Sku sku, string precision) = (deployment.Sku, deployment.Precision);
        Check(
            RooflineConstants.Architectures.Contains(sku.Architecture),
            $"sku {sku.Id} is of the architecture {sku.Architecture}, which no measured row is of: use a SKU of {string.Join(", ", RooflineConstants.Architectures)}");
        Check(
            deployment.Model.AttentionWeights.ContainsKey(precision),
            $"{deployment.Model.Id} has no {precision} weights: use {string.Join(", ", deployment.Model.AttentionWeights.Keys)}");
        Check(sku.Precisions.Contains(precision), $"{sku.Id} does not run {precision} weights: use {string.Join(", ", sku.Precisions)}");
        Check(
            deployment.KvPrecision is null or SkuPrecision.Bf16 or SkuPrecision.Fp8,
            $"kv-precision {deployment.KvPrecision} is impossible: use {SkuPrecision.Bf16} or {SkuPrecision.Fp8}");
        Check(deployment.Tp is >= 1 and <= GpusMax, $"tp {deployment.Tp} is impossible: use 1 to {GpusMax} GPUs");
        Check(deployment.Dp >= 1 && deployment.Tp % deployment.Dp == 0, $"dp {deployment.Dp} does not divide tp {deployment.Tp}: its ranks are within tp, as SGLang counts");
        Check(deployment.Ep == 1 || deployment.Ep == deployment.Tp, $"ep {deployment.Ep} is neither 1 nor tp {deployment.Tp}: experts are split like all else, or spread over all GPUs");
        Check(deployment.ChunkTokens >= 1, $"chunked-prefill-size {deployment.ChunkTokens} is impossible: use at least 1 token");
        Check(deployment.MaxRunning is null or >= 1, $"max-running-requests {deployment.MaxRunning} is impossible: use at least 1");
        Check(deployment.MemoryFraction is > 0 and <= 1, string.Create(CultureInfo.InvariantCulture, $"mem-fraction {deployment.MemoryFraction} is impossible: use a part of the memory, above 0 to 1"));
        Check(deployment.SpecTokens is >= 0 and <= SpecTokensMax, $"spec-tokens {deployment.SpecTokens} is impossible: use 0 to {SpecTokensMax}");
        Check(deployment.Acceptance is >= 0 and <= 1, string.Create(CultureInfo.InvariantCulture, $"acceptance {deployment.Acceptance} is impossible: use a chance from 0 to 1"));
        if (problems.Count == 0 && KvBudget.Of(deployment) is { Bytes: <= 0 } budget)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{deployment.Model.Id} in {precision} takes {budget.WeightBytesPerGpu / 1e9:F0} GB on each of {deployment.Tp} GPUs, more than {100 * deployment.MemoryFraction:F0}% of {sku.Id}'s {sku.HbmGb} GB: raise tp, or use a narrower precision"));
        }

        return problems;

        void Check(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
