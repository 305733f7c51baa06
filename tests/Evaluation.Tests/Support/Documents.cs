using LoadGen.Evaluation.Results;
using LoadGen.Measurement.Results;

namespace LoadGen.Evaluation.Tests.Support;

/// <summary>Evaluation documents made by hand.</summary>
internal static class Documents
{
    /// <summary>An evaluation of questions q0, q1, …: each letter is an answer, + right and - wrong, and a blank separates questions.</summary>
    public static EvaluationDocument Of(string answers, string model = "m")
    {
        string[] questions = answers.Split(' ');
        AnswerInfo[] all = [.. questions.SelectMany((marks, q) => marks.Select((mark, i) => Answer($"q{q}", i, mark == '+')))];
        int right = all.Count(answer => answer.Correct);
        var accuracy = new AccuracyInfo((double)right / all.Length, 0.1, 0.9, 0.05, right, all.Length);
        return new EvaluationDocument
        {
            Tool = new ToolInfo("loadgen", "0", "0", "0"),
            Name = "small",
            Status = "complete",
            StartedAt = DateTimeOffset.UnixEpoch,
            Target = new TargetInfo("http://x", "chat", model, [], false, null),
            Dataset = new DatasetInfo("set.jsonl", "00", "pairs", questions.Length, questions.Length, []),
            Asking = new AskingInfo("0123456789", 2, questions[0].Length, 100, 0, 7, false),
            Accuracy = accuracy,
            StrictAccuracy = accuracy,
            PassAtRepeats = questions[0].Length > 1 ? 0.5 : null,
            Answers = new AnswerCounts(all.Length - 2, 1, 0, 1, 1, new Dictionary<string, int> { ["timed_out"] = 1 }, 12),
            BySubject = new Dictionary<string, AccuracyInfo> { ["Optics"] = accuracy },
            Speed = new SpeedInfo(16, 2, 100.04, 120, 5.24, null, null),
            Questions = all,
        };
    }

    private static AnswerInfo Answer(string id, int repeat, bool isRight) =>
        new(id, "h" + id, 1, repeat, "1", isRight ? "1" : "2", "strict", isRight, "completed", "stop", 3, 4);
}
