using System.Globalization;
using LoadGen.Economics.Figures;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;
using Spectre.Console;

namespace LoadGen.Reporting.Rows;

/// <summary>One row on a terminal: what it is of, its figures, and its economics with table and date.</summary>
public static class RowDetails
{
    /// <summary>Prints it.</summary>
    public static void Write(ResultRow row, IReadOnlyList<EconomicFigure> economics, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(economics);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine($"{row.Id}: {PointLabel.Of(row.Identity)}{(row.Simulated ? " (simulated engine)" : "")}");
        foreach ((string label, string? text) in Lines(row))
        {
            if (text is not null)
            {
                output.WriteLine($"  {label,-10}{text}");
            }
        }

        foreach (string flag in row.Flags)
        {
            output.WriteLine($"  ! {flag}");
        }

        foreach (string note in row.Notes)
        {
            output.WriteLine($"  Note: {note}");
        }

        WriteFigures(row, output);
        if (row.Scores.Count > 0)
        {
            WriteScores(row.Scores, output);
        }

        if (economics.Count > 0)
        {
            WriteEconomics(economics, output);
        }
    }

    private static (string, string?)[] Lines(ResultRow row) =>
    [
        ("measured", row.MeasuredAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
        ("status", row.Status + (row.Valid switch { true => ", valid", false => ", NOT VALID", null => "" })),
        ("GPUs", row.Identity.Gpus.ToString(CultureInfo.InvariantCulture)),
        ("model", row.Identity.ModelName),
        ("image", row.Identity.Image),
        ("router", row.Identity.Router),
        ("KV transfer", row.Identity.KvTransfer),
        ("variant", row.Identity.Variant),
        ("sweep", row.Sweep is null ? null : string.Create(CultureInfo.InvariantCulture, $"{row.Sweep}, point {row.Point}, repeat {row.Repeat}")),
        ("folder", row.Folder),
        ("url", row.Url),
    ];

    private static void WriteFigures(ResultRow row, TextWriter output)
    {
        Table table = Plain.Table("figure", "value", "unit");
        HashSet<string> scores = [.. ScoreFigures.Of(row.Scores).Select(figure => figure.Key)];
        foreach ((string metric, double value) in row.Metrics.Where(figure => !scores.Contains(figure.Key)))
        {
            table.AddRow(Cells.Text(metric), Cells.Figure(metric, value), Cells.Unit(metric));
        }

        Plain.Console(output).Write(table);
    }

    private static void WriteScores(IReadOnlyList<TaskScore> scores, TextWriter output)
    {
        Table table = Plain.Table("accuracy", "%", "from", "to", "strict %", "asked");
        foreach (TaskScore score in scores)
        {
            table.AddRow(
                Cells.Text(score.Task), Cells.Percent(score.Accuracy), Share(score.Low), Share(score.High), Share(score.Strict), score.Asked?.ToString(CultureInfo.InvariantCulture) ?? "-");
        }

        Plain.Console(output).Write(table);
    }

    private static string Share(double? share) => share is { } value ? Cells.Percent(value) : "-";

    private static void WriteEconomics(IReadOnlyList<EconomicFigure> economics, TextWriter output)
    {
        Table table = Plain.Table("economics", "value", "unit", "whose", "price table", "of");
        foreach (EconomicFigure figure in economics)
        {
            table.AddRow(
                Cells.Text(figure.Key), Cells.Value(figure), Cells.Text(figure.Unit), figure.Tier?.ToString().ToLowerInvariant() ?? "", Cells.Text(figure.Table ?? ""), Cells.Text(figure.Date ?? ""));
        }

        Plain.Console(output).Write(table);
        output.WriteLine("Formulas, with the numbers put in: --format json; docs/economics.md.");
    }
}
