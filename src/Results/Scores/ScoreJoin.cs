using System.Globalization;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;

namespace LoadGen.Results.Scores;

/// <summary>
/// Puts InferenceX's scores beside its figures: there they are rows of files of their own, told to belong together by their configuration. A score goes
/// to the one row that has its configuration; where none has, or several (of two dates, say), it stays a row without a speed.
/// </summary>
internal static class ScoreJoin
{
    /// <summary>The rows, with what found its place no row of its own any more.</summary>
    public static IReadOnlyList<ResultRow> Join(IReadOnlyList<ResultRow> rows)
    {
        ResultRow[] alone = [.. rows.Where(IsAlone)];
        if (alone.Length == 0)
        {
            return rows;
        }

        ILookup<string, ResultRow> measured = rows.Where(row => row.Source == RowSource.InferenceX && !IsAlone(row)).DistinctBy(row => row.Id).ToLookup(row => Key(row.Identity), StringComparer.Ordinal);
        var found = new Dictionary<string, List<ResultRow>>(StringComparer.Ordinal);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (ResultRow score in alone)
        {
            if (measured[Key(score.Identity)].ToArray() is [var one])
            {
                placed.Add(score.Id);
                (found.TryGetValue(one.Id, out List<ResultRow>? scores) ? scores : found[one.Id] = []).Add(score);
            }
        }

        return [.. rows.Where(row => !placed.Contains(row.Id)).Select(row => found.TryGetValue(row.Id, out List<ResultRow>? scores) ? With(row, scores) : row)];
    }

    private static bool IsAlone(ResultRow row) => row is { Source: RowSource.InferenceX, Scores.Count: > 0 } && !row.Metrics.Keys.Any(key => RowMetrics.IsThroughput(key) || key.EndsWith("_tpot", StringComparison.Ordinal));

    // The newest of two scores on one task.
    private static ResultRow With(ResultRow row, List<ResultRow> scores)
    {
        TaskScore[] all = [.. row.Scores, .. scores.OrderByDescending(score => score.MeasuredAt).SelectMany(score => score.Scores)];
        TaskScore[] distinct = [.. all.DistinctBy(score => score.Task)];
        var metrics = new Dictionary<string, double>(row.Metrics, StringComparer.Ordinal);
        foreach ((string key, double value) in ScoreFigures.Of(distinct))
        {
            metrics[key] = value;
        }

        return row with { Scores = distinct, Metrics = metrics, Flags = [.. row.Flags.Concat(scores.SelectMany(score => score.Flags)).Distinct()] };
    }

    // What both kinds of rows say: neither router nor image nor KV transfer stands beside a score.
    private static string Key(PointIdentity identity) => string.Join('|',
        identity.Hardware, identity.Framework, identity.Model, identity.Precision, identity.SpecDecoding, Text(identity.Isl), Text(identity.Osl), Text(identity.Concurrency),
        Shape(identity.Prefill), Shape(identity.Decode)).ToLowerInvariant();

    private static string Shape(WorkerShape? shape) => shape is null ? "" : string.Create(CultureInfo.InvariantCulture, $"tp{shape.Tp},ep{shape.Ep},dpa{shape.DpAttention},{shape.Workers}x");

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
