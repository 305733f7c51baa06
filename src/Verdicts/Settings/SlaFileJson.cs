using System.Text.Json.Serialization;

namespace LoadGen.Verdicts.Settings;

/// <summary>How the file's keys map to records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SlaFile))]
internal sealed partial class SlaFileJson : JsonSerializerContext;
