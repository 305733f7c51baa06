using System.Text.Json.Serialization;

namespace LoadGen.Routing.Settings;

/// <summary>How the file's keys map to records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RouterSettings))]
internal sealed partial class RouterSettingsJson : JsonSerializerContext;
