using LoadGen.Results.Comparing;
using Spectre.Console;

namespace LoadGen.Reporting.Rows;

/// <summary>Sets of results side by side on a terminal; behind each figure its change against the first set.</summary>
public static class ComparisonTable
{
    /// <summary>Prints it.</summary>
    public static void Write(ResultComparison comparison, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(output);
        Table table = Cells.Table(3, "point", ["figure", "unit", .. comparison.Columns.Select(Cells.Text)]);
        foreach (ComparisonLine line in comparison.Lines)
        {
            double? first = line.Values[0];
            table.AddRow(
            [
                Cells.Text(line.Point), Cells.Text(line.Metric), Cells.Unit(line.Metric),
                .. line.Values.Select((value, i) => Cells.Figure(line.Metric, value) + (i > 0 && value is not null && first is > 0 ? $" ({Cells.Change(line.Metric, (value - first) / first, first)})" : "")),
            ]);
        }

        Plain.Console(output).Write(table);
        output.WriteLine("Means of the runs that stand; loadgen results diff tells a change from noise.");
    }
}
