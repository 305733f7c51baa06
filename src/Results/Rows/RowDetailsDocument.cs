using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LoadGen.Economics.Figures;

namespace LoadGen.Results.Rows;

/// <summary>Rows with their economics as JSON: an array of <c>{"row": …, "economics": […]}</c>.</summary>
public static class RowDetailsDocument
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The array's text.</summary>
    public static string Json(IReadOnlyList<(ResultRow Row, IReadOnlyList<EconomicFigure> Economics)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartArray();
            foreach ((ResultRow row, IReadOnlyList<EconomicFigure> economics) in rows)
            {
                json.WriteStartObject();
                json.WritePropertyName("row");
                JsonSerializer.Serialize(json, row, RowJson.Readable.ResultRow);
                json.WritePropertyName("economics");
                FigureDocument.Write(json, economics);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
