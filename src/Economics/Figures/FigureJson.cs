using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Figures;

/// <summary>Figures as JSON, keys in snake_case, signs as they are.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(SnakeCaseEnumConverter<CostTier>)])]
[JsonSerializable(typeof(IReadOnlyList<EconomicFigure>))]
internal sealed partial class FigureJson : JsonSerializerContext
{
    private static FigureJson? s_readable;

    public static FigureJson Readable => s_readable ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
