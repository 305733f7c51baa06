using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadGen.Economics.Skus;

/// <summary>Enums as files and documents spell them: <c>amd_smi</c>.</summary>
internal sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
