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
        int index = Enumerable.Range(0, jobs).First(i => _held.All(lane => lane.Index != i));
        if (node is null || (index > 0 && !HasPorts(configuration, index)))
        {
            return null;
        }

        var taken = new Lane(index, configuration, index * PortsApart, node.Value);
        _held.Add(taken);
        return taken;
    }

    /// <summary>It is free again.</summary>
    public void Release(Lane lane) => _held.Remove(lane);

    private static bool HasPorts(ConfigurationPlan configuration, int index) =>
        configuration.Launch is not { } launch || launch.Request.Port + ((index + 1) * PortsApart) <= PortMax;

    private static bool Collide(ConfigurationPlan one, ConfigurationPlan other)
    {
        if (one.Launch is null || other.Launch is null)
        {
            // Whatever runs at an address of one's own may be on these GPUs too.
            return true;
        }

        bool isHere = one.Launch.Executor != ExecutorKind.Slurm;
        return isHere == (other.Launch.Executor != ExecutorKind.Slurm) && isHere && GpusOf(one.Launch).Overlaps(GpusOf(other.Launch));
    }

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
internal sealed record Lane(int Index, ConfigurationPlan Configuration, int PortOffset, int FirstNode);
