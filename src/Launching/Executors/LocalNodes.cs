using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Executors;

/// <summary>The nodes of executors that know this host alone.</summary>
internal static class LocalNodes
{
    public static IReadOnlyList<NodePlace> Of(LaunchPlan plan) => [.. Enumerable.Repeat(NodePlace.Local, plan.Nodes)];

    /// <summary>A plan for several nodes does not fit one; workers that only stand on several, with one each, would share GPUs.</summary>
    public static IEnumerable<string> ProblemsOf(LaunchPlan plan, string executor)
    {
        if (plan.Nodes > 1)
        {
            yield return $"{plan.Recipe} wants {plan.Nodes} nodes, and the executor '{executor}' has this host alone: use --executor slurm, or fewer GPUs";
        }
    }
}
