using System.Text.Json.Serialization;

namespace LoadGen.Sweeps.Settings;

/// <summary>How the file's keys map to records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SweepFile))]
internal sealed partial class SweepFileJson : JsonSerializerContext;
