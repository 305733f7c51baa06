using System.Text.Json;
using LoadGen.Results.Rows;

namespace LoadGen.Results.Comparing;

/// <summary>Comparisons for other programs.</summary>
public static class ComparisonDocument
{
    /// <summary>A difference as JSON: the fields of <see cref="DiffReport"/>.</summary>
    public static string Json(DiffReport report) => JsonSerializer.Serialize(report, ComparingJson.Readable.DiffReport);

    /// <summary>A comparison as JSON.</summary>
    public static string Json(ResultComparison comparison) => JsonSerializer.Serialize(comparison, ComparingJson.Readable.ResultComparison);

    /// <summary>A difference as CSV, a line a figure.</summary>
    public static void WriteCsv(DiffReport report, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine("point,metric,before,after,change,change_low,change_high,method,verdict,runs_before,runs_after");
        foreach (PointDiff point in report.Points)
        {
            foreach (FigureDiff figure in point.Figures)
            {
                output.WriteLine(string.Join(',',
                    Csv.Cell(point.Label), figure.Metric, Csv.Number(figure.Before), Csv.Number(figure.After), Csv.Number(figure.Change), Csv.Number(figure.ChangeLow),
                    Csv.Number(figure.ChangeHigh), Word(figure.Method), Word(figure.Verdict), Csv.Number(point.RunsBefore), Csv.Number(point.RunsAfter)));
            }
        }
    }

    /// <summary>A comparison as CSV, a line a figure, a column a set.</summary>
    public static void WriteCsv(ResultComparison comparison, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(string.Join(',', comparison.Columns.Prepend("metric").Prepend("point").Select(Csv.Cell)));
        foreach (ComparisonLine line in comparison.Lines)
        {
            output.WriteLine(string.Join(',', line.Values.Select(Csv.Number).Prepend(line.Metric).Prepend(Csv.Cell(line.Point))));
        }
    }

    /// <summary>A verdict as documents spell it.</summary>
    public static string Word(FigureVerdict verdict) => JsonSerializer.Serialize(verdict, ComparingJson.Default.FigureVerdict).Trim('"');

    private static string Word(IntervalMethod method) => JsonSerializer.Serialize(method, ComparingJson.Default.IntervalMethod).Trim('"');
}
