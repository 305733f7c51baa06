namespace LoadGen.Evaluation.Results;

/// <summary>What rows and lists need of <c>evaluation.json</c>: all but the answers, which are most of it.</summary>
public sealed record EvaluationSummary
{
    /// <summary>See <see cref="EvaluationDocument.Schema"/>.</summary>
    public required string Schema { get; init; }

    /// <summary>See <see cref="EvaluationDocument.SchemaVersion"/>.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>See <see cref="EvaluationDocument.Name"/>.</summary>
    public required string Name { get; init; }

    /// <summary>See <see cref="EvaluationDocument.Status"/>.</summary>
    public required string Status { get; init; }

    /// <summary>See <see cref="EvaluationDocument.Accuracy"/>.</summary>
    public required AccuracyInfo Accuracy { get; init; }

    /// <summary>See <see cref="EvaluationDocument.StrictAccuracy"/>.</summary>
    public required AccuracyInfo StrictAccuracy { get; init; }

    /// <summary>See <see cref="EvaluationDocument.Answers"/>.</summary>
    public required AnswerCounts Answers { get; init; }
}
