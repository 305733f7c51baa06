using System.Globalization;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Executors;

/// <summary>Workers that span nodes, though nothing in their words tells one node's process from another's.</summary>
internal static class NodeSpans
{
    // Each process of theirs must be told its rank and where the first one is; MPI's (TensorRT-LLM) are told by srun.
    private static readonly string[] s_told = ["vllm", "atom"];

    /// <summary>Workers that would start as engines of their own on each node, each taking itself for the whole.</summary>
    public static IEnumerable<string> ProblemsOf(LaunchPlan plan) =>
        from worker in plan.Workers
        where worker.Nodes > 1 && worker.ServedBy is null && s_told.Contains(plan.Engine) && !PlaceholderValues.DifferByNode(worker)
        select string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Recipe}: {worker.Name} would span {worker.Nodes} nodes, and the recipe tells {plan.Engine} nothing of that: choose fewer GPUs (--tp), or a recipe that uses ${{node_rank}} and ${{leader}}");
}
