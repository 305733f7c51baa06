using System.Text.Json.Serialization;
using LoadGen.Results.Points;
using LoadGen.Sweeps.Continuous;
using LoadGen.Sweeps.Folder;

namespace LoadGen.Sweeps;

/// <summary>The documents of a sweep's folder: keys in snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(PointIdentity))]
[JsonSerializable(typeof(PointDocument))]
[JsonSerializable(typeof(SweepDocument))]
[JsonSerializable(typeof(EvalDocument))]
internal sealed partial class SweepJson : JsonSerializerContext;

/// <summary>As <see cref="SweepJson"/>, for files with a document a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(ChangeLine))]
[JsonSerializable(typeof(HistoryLine))]
internal sealed partial class SweepLineJson : JsonSerializerContext;
