using System.Text.Json.Serialization;

namespace LoadGen.Launching.Manifests;

/// <summary>How manifests are written and read.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LaunchManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
