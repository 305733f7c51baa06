using System.Globalization;
using LoadGen.Economics.Figures;
using LoadGen.Results.Rows;
using Spectre.Console;

namespace LoadGen.Reporting.Rows;

/// <summary>Cells of tables of rows.</summary>
internal static class Cells
{
    private const double MsPerS = 1_000;

    /// <summary>A table whose first columns are texts, and its others numbers.</summary>
    public static Table Table(int texts, string first, params string[] others)
    {
        Table table = Plain.Table(first, others);
        foreach (TableColumn column in table.Columns.Take(texts))
        {
            column.LeftAligned();
        }

        return table;
    }

    /// <summary>A text of others, in which nothing is markup.</summary>
    public static string Text(string? text) => text is null ? "-" : Markup.Escape(text);

    /// <summary>A figure as people read it: latencies in ms.</summary>
    public static string Figure(string metric, double? value) => Figures.Number(IsLatency(metric) ? value * MsPerS : value);

    /// <summary>A row's figure.</summary>
    public static string Figure(ResultRow row, string metric) => Figure(metric, row.Metrics.TryGetValue(metric, out double value) ? value : null);

    /// <summary>A figure of money or power: cents matter below a dollar, and joules a token are often thousandths.</summary>
    public static string Value(EconomicFigure figure) =>
        Math.Abs(figure.Value) < 10 ? figure.Value.ToString("0.0000", CultureInfo.InvariantCulture) : Figures.Number(figure.Value);

    /// <summary>The unit that figures are shown in.</summary>
    public static string Unit(string metric) => IsLatency(metric) ? "ms" : RowMetrics.Unit(metric);

    /// <summary>A share with its sign, such as <c>+3.1%</c>.</summary>
    public static string Share(double? share) => share is { } value ? (100 * value).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + "%" : "-";

    private static bool IsLatency(string metric) => RowMetrics.Unit(metric) == "s";
}
