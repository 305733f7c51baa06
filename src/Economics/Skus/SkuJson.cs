using System.Text.Json.Serialization;
using LoadGen.Economics.Detection;

namespace LoadGen.Economics.Skus;

/// <summary>How the room's records map to the keys of its files and documents.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true,
    Converters =
    [
        typeof(SnakeCaseEnumConverter<SkuVendor>),
        typeof(SnakeCaseEnumConverter<HostArchitecture>),
        typeof(SnakeCaseEnumConverter<TelemetryKind>),
        typeof(SnakeCaseEnumConverter<DetectionSource>),
    ])]
[JsonSerializable(typeof(Sku))]
[JsonSerializable(typeof(SkuListDocument))]
[JsonSerializable(typeof(HostSkus))]
internal sealed partial class SkuJson : JsonSerializerContext;
