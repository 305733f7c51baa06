using System.Text.Json.Serialization;

namespace LoadGen.Evaluation.Settings;

/// <summary>How the file's keys map to records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EvaluationFile))]
internal sealed partial class EvaluationFileJson : JsonSerializerContext;
