using System.Globalization;
using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation.Tests.Roofline;

/// <summary>How far off predictions are: |predicted ÷ measured − 1| over rows, as the table in docs/simulation.md has it.</summary>
internal static class ErrorTable
{
    /// <summary>A line of the table, in per cent: throughput, TPOT and TTFT, each as median and 90th percentile.</summary>
    public static string Line(string name, IReadOnlyList<RealRow> rows)
    {
        (RealRow Row, Prediction Found)[] found = [.. rows.Select(row => (row, row.Predict(RooflineConstants.Fitted)))];
        double[][] columns =
        [
            [.. found.Select(pair => Math.Abs((pair.Found.OutputTokensPerSPerGpu / pair.Row.OutputPerGpu) - 1))],
            [.. found.Select(pair => Math.Abs((pair.Found.TpotS / pair.Row.TpotS) - 1))],
            [.. found.Select(pair => Math.Abs((pair.Found.TtftS / pair.Row.TtftS) - 1))],
        ];
        return $"| {name} | {rows.Count} | {string.Join(" | ", columns.Select(column => $"{Per(column, 0.5)} / {Per(column, 0.9)}"))} |";
    }

    /// <summary>Of values, by linear interpolation between ranks.</summary>
    public static double Percentile(double[] values, double share)
    {
        double[] sorted = [.. values.Order()];
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        return sorted[below] + ((at - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }

    private static string Per(double[] values, double share) => (100 * Percentile(values, share)).ToString("F0", CultureInfo.InvariantCulture) + "%";
}
