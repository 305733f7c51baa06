using LoadGen.Economics.Skus;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Recipes;

namespace LoadGen.Sweeps.Planning;

/// <summary>What a plan is made with, beside the file.</summary>
public sealed record PlanContext
{
    /// <summary>The tool's version and commit: part of every fingerprint.</summary>
    public required string Tool { get; init; }

    /// <summary>The recipes.</summary>
    public RecipeCatalog Recipes { get; init; } = RecipeCatalog.BuiltIn;

    /// <summary>The SKUs.</summary>
    public SkuCatalog Skus { get; init; } = SkuCatalog.BuiltIn;

    /// <summary>The host's Hugging Face cache; null: none is mounted.</summary>
    public string? HfHome { get; init; }

    /// <summary>An engine that runs, in the place of whatever the file would start; null: the file decides.</summary>
    public Uri? Url { get; init; }

    /// <summary>The executor of all configurations; null: the file decides.</summary>
    public ExecutorKind? Executor { get; init; }

    /// <summary>Where requests go; null: the file decides.</summary>
    public int? Port { get; init; }
}
