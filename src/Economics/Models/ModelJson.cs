using System.Text.Json.Serialization;
using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Models;

/// <summary>How the records map to the keys of a model's file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(SnakeCaseEnumConverter<AttentionKind>)])]
[JsonSerializable(typeof(ModelShape))]
internal sealed partial class ModelJson : JsonSerializerContext;
