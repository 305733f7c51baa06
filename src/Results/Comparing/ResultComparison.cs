using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;

namespace LoadGen.Results.Comparing;

/// <summary>Two or more sets of results side by side: each point that any of them measured, by figure, a column a set.</summary>
public sealed record ResultComparison
{
    /// <summary>The sets' names.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The lines, point by point.</summary>
    public required IReadOnlyList<ComparisonLine> Lines { get; init; }

    /// <summary>The figures of a comparison that nobody named figures for: <see cref="RowMetrics.Main"/>, and the accuracies that any row has.</summary>
    public static IReadOnlyList<string> MetricsOf(IEnumerable<ResultRow> rows) =>
        [.. RowMetrics.Main, .. rows.SelectMany(row => row.Scores).Select(score => ScoreFigures.Accuracy(score.Task)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Puts them side by side; of several runs of a point, the mean of those that stand.</summary>
    public static ResultComparison Of(IReadOnlyList<(string Name, IReadOnlyList<ResultRow> Rows)> sets, IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentNullException.ThrowIfNull(metrics);
        ILookup<string, ResultRow>[] byPoint = [.. sets.Select(set => set.Rows.Where(row => row.IsSound).ToLookup(row => PointKey.Of(row)))];
        IEnumerable<string> keys = byPoint.SelectMany(set => set.Select(point => point.Key)).Distinct();
        return new ResultComparison
        {
            Columns = [.. sets.Select(set => set.Name)],
            Lines =
            [
                .. from key in keys
                   let label = PointLabel.Of(byPoint.SelectMany(set => set[key]).First().Identity)
                   from metric in metrics
                   let values = byPoint.Select(set => Mean(set[key], metric)).ToArray()
                   where values.Any(value => value is not null)
                   select new ComparisonLine(label, metric, values),
            ],
        };
    }

    private static double? Mean(IEnumerable<ResultRow> rows, string metric)
    {
        double[] values = [.. rows.Where(row => row.Metrics.ContainsKey(metric)).Select(row => row.Metrics[metric])];
        return values.Length == 0 ? null : values.Average();
    }
}

/// <summary>One figure of one point.</summary>
/// <param name="Point">The point's label.</param>
/// <param name="Metric">InferenceX's key.</param>
/// <param name="Values">A value a set; null where the set has none.</param>
public sealed record ComparisonLine(string Point, string Metric, IReadOnlyList<double?> Values);
