using System.Text.Json;

namespace LoadGen.Sweeps.Settings;

/// <summary>Parallelism of the engine, and the loads it is measured under. Lists of parallelism multiply into engines.</summary>
public sealed record SearchSection
{
    /// <summary>Tensor parallelism; null: the recipe's. May be a list.</summary>
    public JsonElement? Tp { get; init; }

    /// <summary>Expert parallelism. May be a list.</summary>
    public JsonElement? Ep { get; init; }

    /// <summary>Data parallelism. May be a list.</summary>
    public JsonElement? Dp { get; init; }

    /// <summary>Pipeline parallelism. May be a list.</summary>
    public JsonElement? Pp { get; init; }

    /// <summary>GPUs of an engine that is given by its URL; null: as many as its parallelism says.</summary>
    public int? Gpus { get; init; }

    /// <summary>none, mtp or draft_model; null: as the recipe has it. May be a list.</summary>
    public JsonElement? SpecDecoding { get; init; }

    /// <summary>What is different for prefill workers.</summary>
    public RoleSection? Prefill { get; init; }

    /// <summary>What is different for decode workers.</summary>
    public RoleSection? Decode { get; init; }

    /// <summary>The first concurrency; the next are twice as many each.</summary>
    public int? ConcStart { get; init; }

    /// <summary>The last concurrency, measured even where doubling passes it by.</summary>
    public int? ConcEnd { get; init; }

    /// <summary>The concurrencies, instead of a start and an end.</summary>
    public IReadOnlyList<int>? ConcList { get; init; }

    /// <summary>Requests a second, each a point of its own beside those of concurrencies: started on schedule, whatever the engine does.</summary>
    public IReadOnlyList<double>? RateList { get; init; }
}

/// <summary>Parallelism of the workers of one role.</summary>
public sealed record RoleSection
{
    /// <summary>GPUs of all workers of the role, of an engine that is given by its URL; null: as many as their parallelism says.</summary>
    public int? Gpus { get; init; }

    /// <summary>How many workers. May be a list.</summary>
    public JsonElement? Workers { get; init; }

    /// <summary>Tensor parallelism. May be a list.</summary>
    public JsonElement? Tp { get; init; }

    /// <summary>Expert parallelism. May be a list.</summary>
    public JsonElement? Ep { get; init; }

    /// <summary>Data parallelism. May be a list.</summary>
    public JsonElement? Dp { get; init; }

    /// <summary>Pipeline parallelism. May be a list.</summary>
    public JsonElement? Pp { get; init; }
}
