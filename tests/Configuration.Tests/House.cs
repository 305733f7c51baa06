using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadGen.Configuration.Tests;

/// <summary>A configuration with one of everything, for the tests.</summary>
public sealed record House
{
    public required string Name { get; init; }

    public int Floors { get; init; } = 2;

    public long Bytes { get; init; } = 7;

    public double HeightM { get; init; } = 2.5;

    public bool IsOpen { get; init; } = true;

    public RoofKind Roof { get; init; } = RoofKind.FlatRoof;

    public int? Number { get; init; }

    public string? TokenEnv { get; init; }

    public Door Door { get; init; } = new();

    public IReadOnlyList<Door> Doors { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = ["plain"];

    public IReadOnlyDictionary<string, int> Rooms { get; init; } = new Dictionary<string, int>();

    public JsonElement? Free { get; init; }

    public static YamlSchema<House> Schema { get; } = new(HouseJson.Default.House, new House { Name = "" }, new Door());

    /// <summary>Reads text as a house.</summary>
    public static House Parse(string text) => YamlFile.Parse(text, "house.yaml", Schema).Value;

    /// <summary>Everything that is wrong with a text.</summary>
    public static string[] Problems(string text, Action<House, ProblemList>? check = null) =>
        [.. Assert.Throws<ConfigurationException>(() => YamlFile.Parse(text, "h", Schema, check)).Problems.Select(p => p.ToString())];
}

public sealed record Door
{
    public double WidthM { get; init; } = 0.9;

    public string Colour { get; init; } = "white";
}

public enum RoofKind
{
    FlatRoof,
    Gable,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(House))]
internal sealed partial class HouseJson : JsonSerializerContext;
