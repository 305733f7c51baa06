using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LoadGen.Economics.Figures;

namespace LoadGen.Results.Frontiers;

/// <summary>Frontiers for other programs.</summary>
public static class FrontierDocument
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document's text.</summary>
    public static string Json(FrontierReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString("x", report.Options.Axis == FrontierAxis.Interactivity ? "interactivity" : "e2e");
            json.WriteString("x_unit", report.Options.Unit);
            json.WriteString("statistic", report.Options.Statistic);
            json.WriteString("formula", report.Formula);
            json.WriteNumber("rows_left_out", report.LeftOut);
            json.WriteStartArray("groups");
            foreach (FrontierGroup group in report.Groups)
            {
                Write(json, group);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, FrontierGroup group)
    {
        json.WriteStartObject();
        json.WriteString("group", group.Name);
        json.WriteNumber("points", group.Points);
        Write(json, "frontier", group.Frontier);
        json.WriteStartArray("scores");
        foreach (GroupScore score in group.Scores)
        {
            json.WriteStartObject();
            json.WriteString("task", score.Task);
            json.WriteNumber("points", score.Points);
            json.WriteNumber("mean", score.Mean);
            json.WriteNumber("min", score.Min);
            json.WriteNumber("max", score.Max);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("from", group.From);
        json.WriteNumber("to", group.To);
        json.WriteStartArray("at");
        foreach (FrontierReading reading in group.Readings)
        {
            json.WriteStartObject();
            json.WriteNumber("x", reading.At);
            Write(json, "total_tokens_per_s_per_gpu", reading.Total);
            Write(json, "output_tokens_per_s_per_gpu", reading.Output);
            Write(json, "input_tokens_per_s_per_gpu", reading.Input);
            Write(json, "absent", reading.Absent);
            json.WritePropertyName("economics");
            FigureDocument.Write(json, reading.Economics);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
