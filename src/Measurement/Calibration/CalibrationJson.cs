using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadGen.Measurement.Calibration;

/// <summary>How calibrations are written and read: snake_case, indented, nulls kept.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CalibrationDocument))]
internal sealed partial class CalibrationJson : JsonSerializerContext
{
    private static CalibrationJson? s_readable;

    /// <summary>Text is for people: <c>µ</c> is written as it is.</summary>
    public static CalibrationJson Readable => s_readable ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
