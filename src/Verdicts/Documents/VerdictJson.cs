using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadGen.Verdicts.Documents;

/// <summary>How verdicts are written and read: snake_case, indented, nulls kept.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(VerdictDocument))]
internal sealed partial class VerdictJson : JsonSerializerContext
{
    private static VerdictJson? s_readable;

    /// <summary>Text is for people: <c>≤</c> is written as it is.</summary>
    public static VerdictJson Readable => s_readable ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
