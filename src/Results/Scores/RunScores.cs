using LoadGen.Evaluation.Results;

namespace LoadGen.Results.Scores;

/// <summary>
/// The evaluations of a run, by its folder: <c>evaluation.json</c> beside <c>result.json</c>, where the run itself was one, and
/// <c>evals/TASK/evaluation.json</c>, where the engine that was measured was asked besides.
/// </summary>
public static class RunScores
{
    /// <summary>The folder in a run's that evaluations of the same engine lie in, a folder each, named by its task.</summary>
    public const string Folder = "evals";

    private const string Complete = "complete";

    /// <summary>Reads them. One that cannot be read costs its score and a note, and never the row.</summary>
    /// <param name="run">The run's folder.</param>
    public static RunScoreReading Read(string run)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        var scores = new List<TaskScore>();
        var notes = new List<string>();
        string own = Path.Combine(run, EvaluationDocument.FileName);
        if (File.Exists(own))
        {
            Add(own, null, scores, notes);
        }

        string evals = Path.Combine(run, Folder);
        string[] folders = Directory.Exists(evals) ? Directory.GetDirectories(evals) : [];
        foreach (string folder in folders.Order(StringComparer.Ordinal))
        {
            Add(Path.Combine(folder, EvaluationDocument.FileName), Path.GetFileName(folder), scores, notes);
        }

        return new RunScoreReading(scores, notes);
    }

    private static void Add(string file, string? task, List<TaskScore> scores, List<string> notes)
    {
        try
        {
            EvaluationSummary summary = EvaluationDocumentFile.ReadSummary(file);
            TaskScore score = Of(summary, task ?? summary.Name, file);
            if (scores.Exists(other => other.Task == score.Task))
            {
                notes.Add($"{score.Task} was asked twice, and {file} is left out; a folder of {Folder}/ names its task");
                return;
            }

            scores.Add(score);
            notes.AddRange(Notes(summary, score.Task));
        }
        catch (EvaluationResultException e)
        {
            notes.Add($"an evaluation is left out: {e.Message}");
        }
    }

    private static TaskScore Of(EvaluationSummary summary, string task, string file) => new()
    {
        Task = task,
        Accuracy = summary.Accuracy.Share,
        Low = summary.Accuracy.Low,
        High = summary.Accuracy.High,
        StandardError = summary.Accuracy.StandardError,
        Strict = summary.StrictAccuracy.Share,
        StrictStandardError = summary.StrictAccuracy.StandardError,
        Asked = summary.Accuracy.Asked,
        File = file,
    };

    // What makes an accuracy another than the model's own.
    private static IEnumerable<string> Notes(EvaluationSummary summary, string task)
    {
        if (summary.Status != Complete)
        {
            yield return $"{task}: {summary.Status}: {summary.Accuracy.Asked} answers count";
        }

        if (summary.Answers.Errors > 0)
        {
            yield return $"{task}: {summary.Answers.Errors} of {summary.Accuracy.Asked} requests failed, and count as wrong";
        }
    }
}

/// <summary>What a run's folder has of evaluations.</summary>
/// <param name="Scores">The scores, a task each.</param>
/// <param name="Notes">What a reader should know of them, one line each.</param>
public sealed record RunScoreReading(IReadOnlyList<TaskScore> Scores, IReadOnlyList<string> Notes);
