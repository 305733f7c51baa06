using System.Globalization;
using LoadGen.Simulation.Batching;
using LoadGen.Simulation.Kv;
using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation;

/// <summary>A simulated engine whose times are a roofline's: requests share a batch on GPUs that are not there.</summary>
public sealed record RooflineOptions
{
    // A step of 10 ms is then 10 µs, less than it takes to write its tokens.
    private const double TimeScaleMax = 1000;

    /// <summary>The model on its GPUs.</summary>
    public required Deployment Deployment { get; init; }

    /// <summary>How prompts and answers share steps.</summary>
    public PrefillOrder Order { get; init; }

    /// <summary>How many times faster than on the real GPUs everything happens. All that is measured is then off by it: responses say so.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>What <c>x-simulated</c> says: the engine, and how fast its clock runs.</summary>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"roofline; sku={Deployment.Sku.Id}; model={Deployment.Model.Id}; precision={Deployment.Precision}; tp={Deployment.Tp}; time-scale={TimeScale}");

    /// <summary>Blocks of 16 tokens that the memory of the GPUs holds: what <c>--kv-blocks</c> is where nothing is said.</summary>
    public int KvBlocks()
    {
        KvBudget budget = KvBudget.Of(Deployment);
        return (int)Math.Clamp(budget.Bytes / Math.Max(budget.BytesPerToken, 1) / KvPool.BlockTokens, 1, int.MaxValue);
    }

    /// <summary>All problems of these options, each with its fix; empty when they can be used.</summary>
    public IReadOnlyList<string> Validate() => TimeScale is > 0 and <= TimeScaleMax
        ? Deployment.Validate()
        : [.. Deployment.Validate(), string.Create(CultureInfo.InvariantCulture, $"time-scale {TimeScale} is impossible: use a factor above 0 to {TimeScaleMax}")];
}
