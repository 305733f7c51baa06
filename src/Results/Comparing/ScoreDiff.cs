using LoadGen.Evaluation.Figures;
using LoadGen.Evaluation.Results;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;
using LoadGen.Results.Statistics;
using Interval = LoadGen.Results.Statistics.Interval;

namespace LoadGen.Results.Comparing;

/// <summary>
/// Tells a drop of accuracy from chance, as <c>loadgen eval --compare</c> does: answers are paired question by question, which sees what two
/// intervals side by side hide. Where answers are not known, as of rows of others, by the two standard errors.
/// </summary>
internal static class ScoreDiff
{
    // Degrees of freedom at which Student's t is the normal distribution to all digits that matter.
    private const double ManyDegrees = 1e7;

    /// <summary>The tasks that some rows have scores on.</summary>
    public static IEnumerable<string> Tasks(IEnumerable<ResultRow> rows) => rows.SelectMany(row => row.Scores).Select(score => score.Task).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Compares; null where one side has no score on the task.</summary>
    public static FigureDiff? Of(string task, IEnumerable<ResultRow> before, IEnumerable<ResultRow> after, double confidence)
    {
        TaskScore[] a = Scores(before, task);
        TaskScore[] b = Scores(after, task);
        if (a.Length == 0 || b.Length == 0)
        {
            return null;
        }

        var figure = new FigureDiff
        {
            Metric = ScoreFigures.Accuracy(task), Before = a.Average(score => score.Accuracy), After = b.Average(score => score.Accuracy), Verdict = FigureVerdict.Unknown,
        };
        figure = figure with { Change = Share(figure.After - figure.Before, figure.Before) };
        return ByQuestions(figure, a, b, confidence) ?? ByErrors(figure, a, b, confidence) ?? figure;
    }

    private static TaskScore[] Scores(IEnumerable<ResultRow> rows, string task) => [.. rows.SelectMany(row => row.Scores).Where(score => score.Task == task)];

    private static FigureDiff? ByQuestions(FigureDiff figure, TaskScore[] a, TaskScore[] b, double confidence)
    {
        if (Pool(a) is not { } before || Pool(b) is not { } after)
        {
            return null;
        }

        try
        {
            PairedDifference difference = EvaluationComparison.Of(before, after, 1 - confidence).Difference;
            bool isChance = difference.PValue >= 1 - confidence;
            return figure with
            {
                // Over the questions that both were asked, which is what the test is of.
                Change = Share(difference.Difference, figure.Before),
                ChangeLow = Share(difference.Interval.Low, figure.Before),
                ChangeHigh = Share(difference.Interval.High, figure.Before),
                PValue = difference.PValue,
                Method = IntervalMethod.Questions,
                Verdict = isChance ? FigureVerdict.Noise : difference.Worse > difference.Better ? FigureVerdict.Regression : FigureVerdict.Improvement,
            };
        }
        catch (EvaluationResultException)
        {
            // Other questions: as of answers that are not known.
            return null;
        }
    }

    private static EvaluationDocument? Pool(TaskScore[] scores)
    {
        try
        {
            return scores.All(score => score.File is not null) ? EvaluationPool.Of([.. scores.Select(score => EvaluationDocumentFile.Read(score.File!))]) : null;
        }
        catch (EvaluationResultException)
        {
            // Gone since the row was read, or of two data sets under one name.
            return null;
        }
    }

    private static FigureDiff? ByErrors(FigureDiff figure, TaskScore[] a, TaskScore[] b, double confidence)
    {
        if (MeanError(a) is not { } errorA || MeanError(b) is not { } errorB)
        {
            return null;
        }

        double half = StudentT.Quantile(1 - ((1 - confidence) / 2), ManyDegrees) * Math.Sqrt((errorA * errorA) + (errorB * errorB));
        double difference = figure.After - figure.Before;
        var interval = new Interval(difference, difference - half, difference + half);
        return figure with
        {
            ChangeLow = Share(interval.Low, figure.Before),
            ChangeHigh = Share(interval.High, figure.Before),
            Method = IntervalMethod.StandardErrors,
            Verdict = !interval.ExcludesZero ? FigureVerdict.Noise : difference < 0 ? FigureVerdict.Regression : FigureVerdict.Improvement,
        };
    }

    // Of the mean. An error of 0 is that of all answers right, or all wrong, and claims to be surer than anyone is.
    private static double? MeanError(TaskScore[] scores) => scores.All(score => score.StandardError > 0)
        ? Math.Sqrt(scores.Sum(score => score.StandardError!.Value * score.StandardError.Value)) / scores.Length
        : null;

    private static double? Share(double difference, double before) => before > 0 ? difference / before : null;
}
