using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LoadGen.Results.Points;

namespace LoadGen.Results.Rows;

/// <summary>How the room's records map to JSON: keys in snake_case, nulls kept, signs as they are.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(JsonStringEnumConverter<RowSource>)])]
[JsonSerializable(typeof(IReadOnlyList<ResultRow>))]
[JsonSerializable(typeof(PointDocument))]
[JsonSerializable(typeof(PointIdentity))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, double>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class RowJson : JsonSerializerContext
{
    private static RowJson? s_readable;

    public static RowJson Readable => s_readable ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
