namespace LoadGen.Results.Scores;

/// <summary>
/// Scores among a row's figures: InferenceX's key, a colon and the task, such as <c>em_strict:gsm8k</c>. <c>accuracy:</c> counts strict and flexible
/// answers, which there is <c>em_flexible</c>.
/// </summary>
public static class ScoreFigures
{
    private const string AccuracyKey = "accuracy:";
    private const string AccuracyErrorKey = "accuracy_se:";
    private const string StrictKey = "em_strict:";
    private const string StrictErrorKey = "em_strict_se:";
    private const string AskedKey = "n_eff:";

    /// <summary>The key of a task's accuracy.</summary>
    public static string Accuracy(string task) => AccuracyKey + task;

    /// <summary>The task that an accuracy is of; null for any other figure.</summary>
    public static string? TaskOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(AccuracyKey, StringComparison.Ordinal) ? key[AccuracyKey.Length..] : null;
    }

    /// <summary>It is a share of right answers: more is better, and 1 is all.</summary>
    public static bool IsShare(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(AccuracyKey, StringComparison.Ordinal) || key.StartsWith(StrictKey, StringComparison.Ordinal);
    }

    /// <summary>The figures of some scores.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Of(IEnumerable<TaskScore> scores) =>
        from score in scores
        from figure in ((string Key, double? Value)[])
        [
            (AccuracyKey, score.Accuracy), (AccuracyErrorKey, score.StandardError), (StrictKey, score.Strict), (StrictErrorKey, score.StrictStandardError),
            (AskedKey, score.Asked),
        ]
        where figure.Value is not null
        select new KeyValuePair<string, double>(figure.Key + score.Task, figure.Value.GetValueOrDefault());
}
