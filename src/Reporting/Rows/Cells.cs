using System.Globalization;
using LoadGen.Economics.Figures;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;
using Spectre.Console;

namespace LoadGen.Reporting.Rows;

/// <summary>Cells of tables of rows.</summary>
internal static class Cells
{
    private const double MsPerS = 1_000;
    private const double PercentPerShare = 100;

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

    /// <summary>A figure as people read it: latencies in ms, accuracies in percent.</summary>
    public static string Figure(string metric, double? value) =>
        IsShare(metric) ? value is { } share ? Percent(share) : Figures.Number(null) : Figures.Number(IsLatency(metric) ? value * MsPerS : value);

    /// <summary>An accuracy, such as <c>91.3</c>.</summary>
    public static string Percent(double share) => (PercentPerShare * share).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A score with half of its 95% interval, such as <c>gsm8k 91.3% ±1.5</c>.</summary>
    public static string Score(TaskScore score) =>
        $"{score.Task} {Percent(score.Accuracy)}%{(score is { Low: { } low, High: { } high } ? $" ±{Percent((high - low) / 2)}" : "")}";

    /// <summary>A row's figure.</summary>
    public static string Figure(ResultRow row, string metric) => Figure(metric, row.Metrics.TryGetValue(metric, out double value) ? value : null);

    /// <summary>A figure of money or power: cents matter below a dollar, and joules a token are often thousandths.</summary>
    public static string Value(EconomicFigure figure) =>
        Math.Abs(figure.Value) < 10 ? figure.Value.ToString("0.0000", CultureInfo.InvariantCulture) : Figures.Number(figure.Value);

    /// <summary>The unit that figures are shown in.</summary>
    public static string Unit(string metric) => IsLatency(metric) ? "ms" : IsShare(metric) ? "%" : RowMetrics.Unit(metric);

    /// <summary>A change as people read it: of accuracies in points, of all else relative to what it was.</summary>
    /// <param name="metric">The figure.</param>
    /// <param name="share">The change / what it was; null where that cannot be said.</param>
    /// <param name="before">What it was.</param>
    public static string Change(string metric, double? share, double? before) =>
        !IsShare(metric) ? Share(share)
        : share * before is { } difference ? (PercentPerShare * difference).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " points" : "-";

    /// <summary>A share with its sign, such as <c>+3.1%</c>.</summary>
    public static string Share(double? share) => share is { } value ? (100 * value).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + "%" : "-";

    private static bool IsShare(string metric) => RowMetrics.Unit(metric) == RowMetrics.Share;

    private static bool IsLatency(string metric) => RowMetrics.Unit(metric) == "s";
}
