using LoadGen.Economics.Skus;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Planning;

/// <summary>Shows a worker its own GPUs only, by the variable that its vendor's runtime reads, where the recipe does not say it itself.</summary>
internal static class GpuVisibility
{
    private static readonly string[] s_variables = ["CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES"];

    public static IReadOnlyList<PlanVariable> Add(WorkerPlan worker, IReadOnlyList<int> gpus, Sku? sku)
    {
        if (worker.Environment.Any(variable => s_variables.Contains(variable.Name)))
        {
            return worker.Environment;
        }

        string name = sku?.Vendor == SkuVendor.Amd ? "HIP_VISIBLE_DEVICES" : "CUDA_VISIBLE_DEVICES";
        return [.. worker.Environment, new PlanVariable(name, string.Join(',', gpus), sku is null ? "the plan's GPUs" : $"the plan's GPUs ({sku.Id})")];
    }
}
