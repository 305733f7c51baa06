using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadGen.Results.Comparing;

/// <summary>Comparisons as JSON, keys in snake_case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    Converters = [typeof(JsonStringEnumConverter<FigureVerdict>), typeof(JsonStringEnumConverter<IntervalMethod>)])]
[JsonSerializable(typeof(DiffReport))]
[JsonSerializable(typeof(ResultComparison))]
internal sealed partial class ComparingJson : JsonSerializerContext
{
    private static ComparingJson? s_readable;

    public static ComparingJson Readable => s_readable ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
