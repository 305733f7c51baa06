using System.Text.Json;
using LoadGen.Reporting.Html.Documents;

namespace LoadGen.Reporting.Html;

/// <summary>Writes the one file: page, charts and data.</summary>
public static class ReportPage
{
    /// <summary>Writes a page.</summary>
    /// <param name="document">What it shows.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ReportDocument document, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);
        PageTemplate.BuiltIn.Write(output, document.Title, Json(document), document.Live);
    }

    /// <summary>The document alone, as a served page fetches it.</summary>
    public static string Json(ReportDocument document) => JsonSerializer.Serialize(document, ReportJson.Default.ReportDocument);
}
