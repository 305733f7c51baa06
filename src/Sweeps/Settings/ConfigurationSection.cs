using System.Text.Json;

namespace LoadGen.Sweeps.Settings;

/// <summary>
/// One engine, or one for each combination where values are lists: a key whose type is <see cref="JsonElement"/> takes a value or a list
/// of values, and lists multiply.
/// </summary>
public sealed record ConfigurationSection
{
    /// <summary>In front of the ids; null: ids are made from model, precision, framework and SKU.</summary>
    public string? Name { get; init; }

    /// <summary>The recipe, by its id or its file. May be a list.</summary>
    public JsonElement? Recipe { get; init; }

    /// <summary>An engine that runs already, instead of a recipe.</summary>
    public string? Url { get; init; }

    /// <summary>The engine, as rows name it; null: the recipe's.</summary>
    public string? Framework { get; init; }

    /// <summary>The model's short name, as rows have it; null: the recipe's.</summary>
    public string? Model { get; init; }

    /// <summary>The model as requests name it; null: the recipe's, or what the engine says that it serves.</summary>
    public string? ModelName { get; init; }

    /// <summary>The weights' precision; null: the recipe's first. May be a list.</summary>
    public JsonElement? Precision { get; init; }

    /// <summary>The SKU. May be a list.</summary>
    public JsonElement? Sku { get; init; }

    /// <summary>The container image; null: the recipe's. May be a list.</summary>
    public JsonElement? Image { get; init; }

    /// <summary>The router, as rows name it; null: <c>loadgen</c> where the recipe has one.</summary>
    public string? Router { get; init; }

    /// <summary>As <c>loadgen launch --set</c>, by key. Each value may be a list.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Set { get; init; }

    /// <summary>The lengths, or traces, that each engine is measured with.</summary>
    public IReadOnlyList<ScenarioSection>? Scenarios { get; init; }

    /// <summary>Parallelism and concurrencies.</summary>
    public IReadOnlyList<SearchSection>? SearchSpace { get; init; }

    /// <summary>What each engine is asked after each point, on the way to its accuracy; null or none: nothing.</summary>
    public IReadOnlyList<EvalSection>? Evals { get; init; }

    /// <summary>How often each point is measured; null: once.</summary>
    public int? Repeats { get; init; }

    /// <summary>What is asked of the engine.</summary>
    public LoadSection Load { get; init; } = new();

    /// <summary>When to give up.</summary>
    public LimitsSection Limits { get; init; } = new();

    /// <summary>What is read beside the measurement.</summary>
    public PowerSection Telemetry { get; init; } = new();

    /// <summary>By what, and where, the engine is started.</summary>
    public LaunchSection Launch { get; init; } = new();
}
