using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadGen.Watching.Journals;

/// <summary>How journal lines are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(GapReasonConverter)])]
[JsonSerializable(typeof(JournalRecord))]
internal sealed partial class JournalJson : JsonSerializerContext;

/// <summary>Reasons by their names in lower case.</summary>
internal sealed class GapReasonConverter() : JsonStringEnumConverter<GapReason>(JsonNamingPolicy.SnakeCaseLower);
