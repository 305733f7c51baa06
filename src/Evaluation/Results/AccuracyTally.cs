using LoadGen.Evaluation.Figures;
using LoadGen.Evaluation.Running;

namespace LoadGen.Evaluation.Results;

/// <summary>Adds answers up, question by question.</summary>
internal static class AccuracyTally
{
    /// <summary>The accuracy of some answers.</summary>
    /// <param name="results">The answers.</param>
    /// <param name="isRight">Which of them count as right.</param>
    public static AccuracyInfo Of(IEnumerable<TrialResult> results, Func<TrialResult, bool> isRight)
    {
        List<(int Right, int Asked)> questions = ByQuestion(results, isRight);
        var accuracy = Accuracy.Of(questions);
        return new AccuracyInfo(
            accuracy.Share, accuracy.Interval.Low, accuracy.Interval.High, accuracy.StandardError, questions.Sum(q => q.Right), questions.Sum(q => q.Asked));
    }

    /// <summary>Right answers and answers of each question that was asked.</summary>
    public static List<(int Right, int Asked)> ByQuestion(IEnumerable<TrialResult> results, Func<TrialResult, bool> isRight) =>
    [
        .. results.GroupBy(result => result.Trial.Question.Id, StringComparer.Ordinal).Select(question => (question.Count(isRight), question.Count())),
    ];
}
