using System.Buffers;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Running;
using LoadGen.Inference;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;

namespace LoadGen.Evaluation.Tests.Support;

/// <summary>Answers, as a run tells of them.</summary>
internal static class Answered
{
    /// <summary>Has a plan's requests answered, in this order.</summary>
    public static async Task<IReadOnlyList<TrialResult>> ByAsync(EvaluationPlan plan, params (int Index, string Text)[] answers)
    {
        var book = new AnswerBook(plan, null);
        foreach ((int index, string text) in answers)
        {
            book.Take(index, text);
        }

        return await book.CloseAsync();
    }

    /// <summary>Tells of one answer.</summary>
    public static void Take(
        this AnswerBook book, int index, string text, Outcome outcome = Outcome.Completed, FinishReason finish = FinishReason.Stop, TokenUsage? usage = null, string reasoning = "")
    {
        var timeline = new RequestTimeline();
        timeline.Begin(new WorkItem(index, 0, 100), 0);
        timeline.Outcome = outcome;
        timeline.Finish = finish;
        timeline.Usage = usage;
        timeline.ContentWriter.Write(System.Text.Encoding.UTF8.GetBytes(text));
        timeline.ReasoningWriter.Write(System.Text.Encoding.UTF8.GetBytes(reasoning));
        book.OnAnswer(timeline);
    }
}
