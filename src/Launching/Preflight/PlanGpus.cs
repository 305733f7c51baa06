using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Preflight;

/// <summary>The GPUs that a plan takes on its first node.</summary>
internal static class PlanGpus
{
    public static int[] Of(LaunchPlan plan) => [.. plan.Workers.Where(worker => worker.Node == 0).SelectMany(worker => worker.Gpus).Distinct().Order()];
}
