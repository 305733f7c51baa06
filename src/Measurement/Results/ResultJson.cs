using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadGen.Measurement.Results;

/// <summary>How result documents are written: snake_case, indented, nulls kept, so that a missing figure is seen.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ResultDocument))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    private static ResultJson? s_readable;

    /// <summary>Text is for people: <c>−</c> and <c>µ</c> are written as they are.</summary>
    public static ResultJson Readable => s_readable ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
