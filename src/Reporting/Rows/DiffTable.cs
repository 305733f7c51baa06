using System.Globalization;
using LoadGen.Results.Comparing;
using LoadGen.Results.Scores;
using Spectre.Console;

namespace LoadGen.Reporting.Rows;

/// <summary>A difference of two sets of results on a terminal.</summary>
public static class DiffTable
{
    /// <summary>Prints it.</summary>
    public static void Write(DiffReport report, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        if (report.Points.Count > 0)
        {
            WriteTable(report, output);
        }

        WriteList("lost", report.Lost, output);
        WriteList("only after", report.OnlyAfter, output);
        WriteList("left out", report.LeftOut, output);
        int unknown = report.Points.Sum(point => point.Figures.Count(figure => figure.Verdict == FigureVerdict.Unknown));
        if (unknown > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{unknown} figures have neither repeats nor records on both sides: whether they moved by chance cannot be told."));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Points.Count} points compared; {report.Regressions} regressions: worse by more than {100 * report.Bound:0.##}%, and not by chance at {100 * report.Confidence:0.##}%.{(HasScores(report) ? " Accuracies: worse at all, and not by chance." : "")}"));
    }

    private static void WriteTable(DiffReport report, TextWriter output)
    {
        Table table = Cells.Table(3, "point", "figure", "unit", "before", "after", "change", "from", "to", "by", "verdict");
        foreach (PointDiff point in report.Points)
        {
            foreach (FigureDiff figure in point.Figures)
            {
                table.AddRow(
                    Cells.Text(point.Label), Cells.Text(figure.Metric), Cells.Unit(figure.Metric), Cells.Figure(figure.Metric, figure.Before),
                    Cells.Figure(figure.Metric, figure.After), Change(figure, figure.Change), Change(figure, figure.ChangeLow), Change(figure, figure.ChangeHigh),
                    By(point, figure), Verdict(figure.Verdict));
            }
        }

        Plain.Console(output).Write(table);
    }

    private static string Change(FigureDiff figure, double? share) => Cells.Change(figure.Metric, share, figure.Before);

    private static string By(PointDiff point, FigureDiff figure) => figure.Method switch
    {
        IntervalMethod.Repeats => string.Create(CultureInfo.InvariantCulture, $"{point.RunsBefore}+{point.RunsAfter} repeats"),
        IntervalMethod.Requests => "requests",
        IntervalMethod.Questions => figure.PValue is { } p ? string.Create(CultureInfo.InvariantCulture, $"questions, p {p:0.0000}") : "questions",
        IntervalMethod.StandardErrors => "standard errors",
        _ => "-",
    };

    private static bool HasScores(DiffReport report) => report.Points.Any(point => point.Figures.Any(figure => ScoreFigures.TaskOf(figure.Metric) is not null));

    private static string Verdict(FigureVerdict verdict) => verdict switch
    {
        FigureVerdict.Regression => "REGRESSION",
        FigureVerdict.Improvement => "better",
        FigureVerdict.WithinBound => "within bound",
        FigureVerdict.Noise => "noise",
        _ => "unknown",
    };

    private static void WriteList(string title, IReadOnlyList<string> lines, TextWriter output)
    {
        foreach (string line in lines)
        {
            output.WriteLine($"{title}: {line}");
        }
    }
}
