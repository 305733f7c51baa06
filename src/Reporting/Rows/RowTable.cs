using System.Globalization;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using Spectre.Console;

namespace LoadGen.Reporting.Rows;

/// <summary>Rows on a terminal, one line each.</summary>
public static class RowTable
{
    private const int IdHexDigits = 8;

    private static readonly string[] s_metrics = ["tput_per_gpu", "output_tput_per_gpu", "median_intvty", "median_ttft", "p99_ttft"];

    /// <summary>Prints them.</summary>
    public static void Write(IReadOnlyList<ResultRow> rows, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(output);
        // A column that is empty in most studies would only make the others narrower.
        bool hasScores = rows.Any(row => row.Scores.Count > 0);
        string[] scores = hasScores ? ["accuracy"] : [];
        Table table = Cells.Table(9, "id", ["measured", "SKU", "engine", "model", "precision", "shape", "ISL/OSL", "load", "tok/s/GPU", "out", "tok/s/user", "TTFT p50", "TTFT p99 ms", .. scores, ""]);
        foreach (ResultRow row in rows)
        {
            table.AddRow([.. Line(row, hasScores)]);
        }

        Plain.Console(output).Write(table);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows.Count} rows; latencies in ms."));
        if (hasScores)
        {
            output.WriteLine("accuracy with half of its 95% interval, in points.");
        }

        if (rows.Any(row => !row.IsSound))
        {
            output.WriteLine("! something is wrong with it: loadgen results show ID says what; comparisons leave it out.");
        }

        if (rows.Any(row => row.Simulated))
        {
            output.WriteLine("s measured on a simulated engine.");
        }
    }

    // Enough of it to find the row by; documents have the whole.
    private static string Short(string id) => id[..Math.Min(id.Length, id.LastIndexOf('-') + 1 + IdHexDigits)];

    private static IEnumerable<string> Line(ResultRow row, bool hasScores) =>
    [
        Cells.Text(Short(row.Id)), row.MeasuredAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Cells.Text(row.Identity.Hardware),
        Cells.Text(row.Identity.Framework), Cells.Text(row.Identity.Model),
        Cells.Text(row.Identity.SpecDecoding == "none" ? row.Identity.Precision : $"{row.Identity.Precision} {row.Identity.SpecDecoding}"),
        Cells.Text(PointLabel.Shape(row.Identity)), Cells.Text(PointLabel.Lengths(row.Identity)), Cells.Text(PointLabel.Load(row.Identity)),
        .. s_metrics.Select(metric => Cells.Figure(row, metric)),
        .. hasScores ? (string[])[Cells.Text(string.Join(", ", row.Scores.Select(Cells.Score)))] : [],
        (row.IsSound ? "" : "!") + (row.Simulated ? "s" : ""),
    ];
}
