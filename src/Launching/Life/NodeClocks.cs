using System.Globalization;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Life;

/// <summary>How far the clocks of a job's nodes are apart from this host's: measured, once the nodes are there.</summary>
internal static class NodeClocks
{
    // Starting a step takes some 50 ms each way on a quiet cluster: less than this cannot be told by it, and more spoils traces.
    private const double OffsetMaxS = 0.5;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static async Task CheckAsync(IExecutor executor, LaunchServices services, LaunchPlan plan, IReadOnlyList<NodePlace> nodes, CancellationToken cancellation)
    {
        if (executor is not SlurmExecutor slurm || plan.Nodes < 2)
        {
            return;
        }

        foreach (NodePlace node in nodes.Take(plan.Nodes))
        {
            DateTimeOffset before = services.Time.GetUtcNow();
            ProgramResult result;
            try
            {
                result = await services.Programs.RunAsync([.. slurm.StepOn(node), "date", "+%s.%N"], s_limit, cancellation);
            }
            catch (ProgramException e)
            {
                services.Say($"warning: clock: {node.Name}'s clock cannot be read: {e.Message}");
                continue;
            }

            DateTimeOffset after = services.Time.GetUtcNow();
            if (OffsetS(result.Stdout, before, after) is { } offset && offset > OffsetMaxS)
            {
                services.Say(string.Create(CultureInfo.InvariantCulture, $"warning: clock: {node.Name}'s clock is at least {offset:0.0} s away from this host's: start chrony on all nodes"));
            }
        }
    }

    /// <summary>By how much a clock's reading lies outside of the interval in which it was taken; null for no reading.</summary>
    public static double? OffsetS(string reading, DateTimeOffset before, DateTimeOffset after)
    {
        if (!double.TryParse(reading.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double unixS))
        {
            return null;
        }

        double beforeS = before.ToUnixTimeMilliseconds() / 1000.0;
        double afterS = after.ToUnixTimeMilliseconds() / 1000.0;
        return Math.Max(0, Math.Max(beforeS - unixS, unixS - afterS));
    }
}
