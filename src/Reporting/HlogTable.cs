using System.Globalization;
using LoadGen.Histograms;
using Spectre.Console;

namespace LoadGen.Reporting;

/// <summary>The summary of histogram logs on a terminal, in the logs' own unit.</summary>
public static class HlogTable
{
    /// <summary>Prints it.</summary>
    public static void Write(HistogramLogTotals totals, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(totals);
        ArgumentNullException.ThrowIfNull(output);
        Table table = Plain.Table("intervals", "count", "min", "mean", "p50", "p90", "p99", "p99.9", "max", "start time");
        table.AddRow(
            Figures.Count(totals.Intervals),
            Figures.Count(totals.Count),
            Figures.Count(totals.Min),
            totals.Mean.ToString("N1", CultureInfo.InvariantCulture),
            Figures.Count(totals.P50),
            Figures.Count(totals.P90),
            Figures.Count(totals.P99),
            Figures.Count(totals.P999),
            Figures.Count(totals.Max),
            totals.StartTimeSeconds?.ToString("F3", CultureInfo.InvariantCulture) ?? "-");
        Plain.Console(output).Write(table);
    }
}
