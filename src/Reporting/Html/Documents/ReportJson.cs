using System.Text.Json.Serialization;

namespace LoadGen.Reporting.Html.Documents;

/// <summary>
/// The page's document as JSON: what has its default value is left out. Written with the framework's own escaping, under which no text of the
/// data can hold a <c>&lt;</c>: it stands inside a script element.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ReportDocument))]
internal sealed partial class ReportJson : JsonSerializerContext;
