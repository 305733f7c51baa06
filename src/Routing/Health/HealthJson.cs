using System.Text.Json.Serialization;

namespace LoadGen.Routing.Health;

/// <summary>The body of the liveness endpoints.</summary>
internal sealed record LiveReport(string Status);

/// <summary>What the health endpoints write, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LiveReport))]
[JsonSerializable(typeof(ReadinessReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
