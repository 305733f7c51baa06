namespace LoadGen.Evaluation.Results;

/// <summary>Several evaluations of the same questions taken for one, such as those of all repeats of a point.</summary>
public static class EvaluationPool
{
    /// <summary>The first, with the answers of all: a question's share of right ones is then over all of them.</summary>
    /// <param name="documents">At least one.</param>
    /// <exception cref="EvaluationResultException">One id stands for two questions.</exception>
    public static EvaluationDocument Of(IReadOnlyList<EvaluationDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfZero(documents.Count);
        AnswerInfo[] answers = [.. documents.SelectMany(document => document.Questions)];
        string? twice = answers.GroupBy(answer => answer.Id, StringComparer.Ordinal)
            .FirstOrDefault(question => question.Any(answer => answer.Hash != question.First().Hash))?.Key;
        return twice is null
            ? documents[0] with { Questions = answers }
            : throw new EvaluationResultException($"the question {twice} has another text or answer in another of these evaluations; compare evaluations of one data set");
    }
}
