using System.Text.Json.Serialization;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Explaining;

/// <summary>A recipe as <c>loadgen recipes --format json</c> writes it.</summary>
internal sealed record RecipeDocument
{
    public required string Id { get; init; }

    public required string About { get; init; }

    public required string Engine { get; init; }

    public required string Model { get; init; }

    public required string ServedName { get; init; }

    public required string ModelPrefix { get; init; }

    public required IReadOnlyList<string> Precisions { get; init; }

    public required IReadOnlyList<string> Skus { get; init; }

    public required bool Disaggregated { get; init; }

    public required bool Abstract { get; init; }

    public required string Source { get; init; }

    public required IReadOnlyList<string> Files { get; init; }

    public required IReadOnlyList<RecipeOption> Options { get; init; }
}

/// <summary>How it is serialized.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RecipeDocument[]))]
internal sealed partial class RecipeJson : JsonSerializerContext;
