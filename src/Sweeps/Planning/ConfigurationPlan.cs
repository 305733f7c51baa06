using LoadGen.Economics.Skus;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Recipes;
using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Planning;

/// <summary>One engine, or one deployment of several, and all that is measured of it.</summary>
public sealed record ConfigurationPlan
{
    /// <summary>Unique in the sweep, stable over runs of the same file, a legal file name.</summary>
    public required string Id { get; init; }

    /// <summary>How it is started; null for an engine that runs already.</summary>
    public EngineLaunch? Launch { get; init; }

    /// <summary>Where it runs already; null for one that is started.</summary>
    public Uri? Url { get; init; }

    /// <summary>
    /// The engine as the fingerprints of its points have it: its launch as <c>loadgen launch --dry-run</c> prints it, with requests to the port
    /// that is the default; or its address.
    /// </summary>
    public required string Engine { get; init; }

    /// <summary>When to give up.</summary>
    public required PointLimits Limits { get; init; }

    /// <summary>The path of the engine's page of metrics; null: it is not read.</summary>
    public string? EngineMetricsPath { get; init; }

    /// <summary>Its points, in the order in which they are measured.</summary>
    public required IReadOnlyList<PointPlan> Points { get; init; }

    /// <summary>Where the number of GPUs comes from, of an engine that runs already; null for one that is started.</summary>
    public string? GpusFrom { get; init; }

    /// <summary>GPUs of the whole deployment.</summary>
    public int Gpus => Points[0].Identity.Gpus;
}

/// <summary>How an engine is started.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Sku">The SKU; null for a recipe that runs on any, where none was named.</param>
/// <param name="Request">What is asked of the recipe.</param>
/// <param name="Plan">What comes of it.</param>
/// <param name="Executor">By what.</param>
/// <param name="Settings">Where and how.</param>
public sealed record EngineLaunch(Recipe Recipe, Sku? Sku, PlanRequest Request, LaunchPlan Plan, ExecutorKind Executor, LaunchSection Settings);

/// <summary>When to give up.</summary>
/// <param name="Point">How long one point may take.</param>
/// <param name="Start">How long the engine may take to serve.</param>
/// <param name="EngineStartsMax">How often it is started.</param>
/// <param name="Eval">How long one evaluation may take.</param>
public sealed record PointLimits(TimeSpan Point, TimeSpan Start, int EngineStartsMax, TimeSpan Eval);
