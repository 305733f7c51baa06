using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;
using LoadGen.Results.Statistics;

namespace LoadGen.Results.Comparing;

/// <summary>
/// Tells a regression from noise. Points are matched by <see cref="PointKey"/>. A figure is a regression only when its interval excludes 0 and its
/// estimate is worse past the bound. The interval comes from repeats where both sides have them, else from the requests' records, else from nowhere.
/// Accuracies are compared question by question (<see cref="ScoreDiff"/>).
/// </summary>
public static class ResultDiff
{
    /// <summary>Compares.</summary>
    /// <param name="before">The rows before.</param>
    /// <param name="after">The rows after.</param>
    /// <param name="options">When a difference is a regression.</param>
    /// <exception cref="ArgumentException">Of a figure it is not known whether more or less of it is better.</exception>
    /// <param name="readRequests">The requests of some runs of one point; null for none. By default their <c>records.jsonl</c>.</param>
    public static DiffReport Of(
        IReadOnlyList<ResultRow> before, IReadOnlyList<ResultRow> after, DiffOptions options, Func<IReadOnlyList<ResultRow>, RequestSample?>? readRequests = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Metrics.FirstOrDefault(metric => !RowMetrics.IsMoreBetter(metric) && !RowMetrics.IsLessBetter(metric)) is { } unknown)
        {
            throw new ArgumentException($"of '{unknown}' it is not known whether more or less is better", nameof(options));
        }

        readRequests ??= rows => RequestSample.Read(rows.Select(row => row.Folder));
        Dictionary<string, ResultRow[]> a = ByPoint(before);
        Dictionary<string, ResultRow[]> b = ByPoint(after);
        return new DiffReport
        {
            Bound = options.Bound,
            Confidence = options.Confidence,
            Points = [.. a.Where(pair => b.ContainsKey(pair.Key)).Select(pair => Point(pair.Value, b[pair.Key], options, readRequests))],
            OnlyBefore = [.. a.Where(pair => !b.ContainsKey(pair.Key)).Select(pair => PointLabel.Of(pair.Value[0].Identity))],
            OnlyAfter = [.. b.Where(pair => !a.ContainsKey(pair.Key)).Select(pair => PointLabel.Of(pair.Value[0].Identity))],
            Lost = [.. a.Where(pair => !b.ContainsKey(pair.Key)).Select(pair => $"{PointLabel.Of(pair.Value[0].Identity)}: {Fate(pair.Key, after)}")],
            LeftOut =
            [
                .. before.Concat(after).Where(row => !row.IsSound).Select(row => $"{PointLabel.Of(row.Identity)} ({row.Folder ?? row.Id}): {Reason(row)}"),
                .. a.Where(pair => b.ContainsKey(pair.Key)).SelectMany(pair => OnlyBeforeTasks(pair.Value, b[pair.Key])),
            ],
        };
    }

    // That nobody asks any more is no loss of the point's, and is said.
    private static IEnumerable<string> OnlyBeforeTasks(ResultRow[] before, ResultRow[] after) =>
        from task in ScoreDiff.Tasks(before).Except(ScoreDiff.Tasks(after))
        select $"{PointLabel.Of(before[0].Identity)}: the accuracy of {task} was measured before alone";

    private static string Fate(string key, IReadOnlyList<ResultRow> after) => after.FirstOrDefault(row => PointKey.Of(row) == key) is { } row ? Reason(row) : "not there";

    private static string Reason(ResultRow row) => row.Flags.Count > 0 ? row.Flags[0] : row.Status;

    private static Dictionary<string, ResultRow[]> ByPoint(IReadOnlyList<ResultRow> rows) =>
        rows.Where(row => row.IsSound).GroupBy(row => PointKey.Of(row)).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    private static PointDiff Point(ResultRow[] before, ResultRow[] after, DiffOptions options, Func<IReadOnlyList<ResultRow>, RequestSample?> readRequests)
    {
        // Read when the first figure needs it: records are far larger than results.
        var samples = new Lazy<(RequestSample? A, RequestSample? B)>(() => (readRequests(before), readRequests(after)));
        var figures = new List<FigureDiff>();
        string[] scores = options.HasScores ? [.. ScoreDiff.Tasks(before).Intersect(ScoreDiff.Tasks(after)).Select(ScoreFigures.Accuracy)] : [];
        foreach (string metric in options.Metrics.Union(scores))
        {
            if (ScoreFigures.TaskOf(metric) is { } task)
            {
                figures.AddRange(ScoreDiff.Of(task, before, after, options.Confidence) is { } figure ? [figure] : (FigureDiff[])[]);
                continue;
            }

            double[] a = Values(before, metric);
            double[] b = Values(after, metric);
            if (a.Length > 0 && b.Length > 0)
            {
                figures.Add(Judge(metric, a, b, Interval(metric, a, b, before[0].Identity, samples, options), options));
            }
        }

        return new PointDiff
        {
            Identity = after[0].Identity, Label = PointLabel.Of(after[0].Identity), RunsBefore = before.Length, RunsAfter = after.Length, Figures = figures,
        };
    }

    private static double[] Values(ResultRow[] rows, string metric) =>
        [.. rows.Where(row => row.Metrics.ContainsKey(metric)).Select(row => row.Metrics[metric])];

    private static (Interval? Interval, IntervalMethod Method) Interval(
        string metric, double[] a, double[] b, PointIdentity identity, Lazy<(RequestSample? A, RequestSample? B)> samples, DiffOptions options)
    {
        if (a.Length >= 2 && b.Length >= 2)
        {
            return (Welch.Difference(a, b, options.Confidence), IntervalMethod.Repeats);
        }

        // Under a schedule the throughput is the schedule's, whatever single requests took.
        bool isOfSchedule = identity.RatePerS is not null || identity.Concurrency is null;
        if ((isOfSchedule && RowMetrics.IsThroughput(metric)) || samples.Value is not ({ } requestsA, { } requestsB))
        {
            return (null, IntervalMethod.None);
        }

        Interval? interval = Bootstrap.Difference(metric, requestsA, requestsB, a.Average(), b.Average(), options.Confidence);
        return (interval, interval is null ? IntervalMethod.None : IntervalMethod.Requests);
    }

    private static FigureDiff Judge(string metric, double[] a, double[] b, (Interval? Interval, IntervalMethod Method) found, DiffOptions options)
    {
        double before = a.Average();
        double after = b.Average();
        double? change = before == 0 ? null : (after - before) / before;
        bool isPastBound = Math.Abs(after - before) > options.Bound * Math.Abs(before);
        bool isWorse = RowMetrics.IsMoreBetter(metric) ? after < before : after > before;
        return new FigureDiff
        {
            Metric = metric,
            Before = before,
            After = after,
            Change = change,
            ChangeLow = before > 0 ? found.Interval?.Low / before : null,
            ChangeHigh = before > 0 ? found.Interval?.High / before : null,
            Method = found.Method,
            Verdict = found.Interval switch
            {
                null => FigureVerdict.Unknown,
                { ExcludesZero: false } => FigureVerdict.Noise,
                _ when !isPastBound => FigureVerdict.WithinBound,
                _ => isWorse ? FigureVerdict.Regression : FigureVerdict.Improvement,
            },
        };
    }
}
