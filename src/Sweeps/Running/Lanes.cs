using LoadGen.Launching.Executors;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Running;

/// <summary>
/// Which configurations may run at once. On one host: those that have no GPU in common. On Slurm: all, each in a job of its own; within a job
/// that this program is in, those whose nodes fit into it side by side. Never two that measure the same engine.
/// </summary>
internal sealed class Lanes(int jobs, int? outerNodes)
{
    // A plan has a few ports from 100 above its first one on for each worker: so many of them are apart.
    private const int PortsApart = 1_000;
    private const int PortMax = 65_535;

    private readonly List<Lane> _held = [];

    /// <summary>How many run.</summary>
    public int Count => _held.Count;

    /// <summary>A lane for it; null while those that run are in its way.</summary>
    public Lane? TryTake(ConfigurationPlan configuration)
    {
        if (_held.Count >= jobs || _held.Any(lane => Collide(lane.Configuration, configuration)))
        {
            return null;
        }

        int? node = FirstNode(configuration);
        int? offset = PortOffset(configuration);
        if (node is null || offset is null)
        {
            return null;
        }

        var taken = new Lane(configuration, offset.Value, node.Value);
        _held.Add(taken);
        return taken;
    }

    /// <summary>It is free again.</summary>
    public void Release(Lane lane) => _held.Remove(lane);

    // The first at which its ports are nobody else's; null where there is none. Alone it has those that the file says.
    private int? PortOffset(ConfigurationPlan configuration)
    {
        if (configuration.Launch is not { } launch)
        {
            return 0;
        }

        for (int offset = 0; offset == 0 || launch.Request.Port + offset + PortsApart <= PortMax; offset += PortsApart)
        {
            int first = launch.Request.Port + offset;
            if (_held.All(lane => Math.Abs(lane.FirstPort - first) >= PortsApart))
            {
                return offset;
            }
        }

        return null;
    }

    private bool Collide(ConfigurationPlan one, ConfigurationPlan other)
    {
        if (one.Launch is null || other.Launch is null)
        {
            // Whatever runs at an address of one's own may be on these GPUs too.
            return true;
        }

        return IsHere(one.Launch) && IsHere(other.Launch)
            ? GpusOf(one.Launch).Overlaps(GpusOf(other.Launch))
            // This host is a node of the job that this program is in.
            : outerNodes is not null && IsHere(one.Launch) != IsHere(other.Launch);
    }

    private static bool IsHere(EngineLaunch launch) => launch.Executor != ExecutorKind.Slurm;

    private static HashSet<int> GpusOf(EngineLaunch launch) => [.. launch.Plan.Workers.SelectMany(worker => worker.Gpus)];

    // The first gap between the nodes that others hold; 0 where everyone has nodes of its own, null where there is none.
    private int? FirstNode(ConfigurationPlan configuration)
    {
        if (outerNodes is not { } all || configuration.Launch is not { Executor: ExecutorKind.Slurm } launch)
        {
            return 0;
        }

        int first = 0;
        foreach (Lane lane in _held.Where(lane => lane.Configuration.Launch?.Executor == ExecutorKind.Slurm).OrderBy(lane => lane.FirstNode))
        {
            if (lane.FirstNode - first >= launch.Plan.Nodes)
            {
                break;
            }

            first = lane.FirstNode + lane.Configuration.Launch!.Plan.Nodes;
        }

        // One alone is started even where it does not fit: the launcher says what is missing.
        return first == 0 || first + launch.Plan.Nodes <= all ? first : null;
    }
}

/// <summary>A place to run a configuration.</summary>
internal sealed record Lane(ConfigurationPlan Configuration, int PortOffset, int FirstNode)
{
    /// <summary>The first of its ports.</summary>
    public int FirstPort => (Configuration.Launch?.Request.Port ?? 0) + PortOffset;
}
