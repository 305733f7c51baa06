using System.Text.Json.Serialization;

namespace LoadGen.Launching.Supervising;

/// <summary>The lines between launcher and supervisor.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SupervisorOrder))]
[JsonSerializable(typeof(SupervisorCommand))]
[JsonSerializable(typeof(SupervisorEvent))]
internal sealed partial class SupervisorJson : JsonSerializerContext;
