using System.Text.Json;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Results;
using LoadGen.Evaluation.Tests.Support;
using LoadGen.Measurement.Results;

namespace LoadGen.Evaluation.Tests.Running;

/// <summary>Whole evaluations: questions over the wire, answers scored, accuracy beside throughput.</summary>
public sealed class EvaluationRunTests
{
    [Fact]
    public async Task The_accuracy_is_that_of_the_answers()
    {
        // Of ten: 1 to 6 right in the form that is asked for, 7 and 8 right in another, 9 wrong, 10 says nothing.
        await using var server = new AnsweringServer(body => AnsweringServer.LastMessage(body)["say ".Length..] switch
        {
            "7" or "8" => new Reply($"that would be {AnsweringServer.LastMessage(body)["say ".Length..]}"),
            "9" => new Reply("#### 90"),
            "10" => new Reply("no idea", "length"),
            string number => new Reply($"#### {number}"),
        });
        (EvaluationDocument evaluation, ResultDocument run) = await Evaluated.RunAsync(Files.Plan(Files.Numbers(10)), server.Url);
        Assert.Equal((8, 10, 0.8), (evaluation.Accuracy.Right, evaluation.Accuracy.Asked, evaluation.Accuracy.Share));
        Assert.Equal((6, 0.6), (evaluation.StrictAccuracy.Right, evaluation.StrictAccuracy.Share));
        Assert.Equal((7, 2, 1, 1, 0), (evaluation.Answers.Strict, evaluation.Answers.Flexible, evaluation.Answers.None, evaluation.Answers.Truncated, evaluation.Answers.Errors));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"q{i}"), evaluation.Questions.Select(answer => answer.Id));
        Assert.Equal(new AnswerInfo("q9", evaluation.Questions[8].Hash, 9, 0, "9", "90", "strict", false, "completed", "stop", 11, 2), evaluation.Questions[8]);
        Assert.Equal(("complete", "server", 110L), (evaluation.Status, run.Workload.InputLengthMeasuredBy, run.Tokens.Input));
        Assert.Equal((0, 10), (run.Tokens.InputMismatches, run.Outcomes["completed"]));
        Assert.Equal((2, run.Throughput.OutputTokensPerS), (evaluation.Speed.Concurrency, evaluation.Speed.OutputTokensPerS));
        Assert.NotNull(evaluation.Speed.TtftMsP50);
        Assert.Contains(EvaluationDocument.FileName, run.Files);
    }

    [Fact]
    public async Task An_error_is_a_wrong_answer_and_counted_apart()
    {
        await using var server = new AnsweringServer(body => AnsweringServer.LastMessage(body) == "say 2" ? new Reply("", Status: 500) : new Reply("#### 1"));
        (EvaluationDocument evaluation, _) = await Evaluated.RunAsync(Files.Plan(Files.Numbers(2)), server.Url);
        Assert.Equal((1, 2), (evaluation.Accuracy.Right, evaluation.Accuracy.Asked));
        Assert.Equal((1, 1, 0), (evaluation.Answers.Errors, evaluation.Answers.ErrorsByOutcome["status_5xx"], evaluation.Answers.None));
        Assert.Equal(("status_5xx", false, null), (evaluation.Questions[1].Outcome, evaluation.Questions[1].Correct, evaluation.Questions[1].FinishReason));
    }

    [Fact]
    public async Task Repeats_are_averaged_and_their_interval_is_by_question()
    {
        int asked = 0;
        await using var server = new AnsweringServer(body => new Reply(
            AnsweringServer.LastMessage(body) switch { "say 1" => "#### 1", "say 2" when Interlocked.Increment(ref asked) == 1 => "#### 2", _ => "#### 0" }));
        (EvaluationDocument evaluation, _) = await Evaluated.RunAsync(Files.Plan(Files.Numbers(3), Files.Small + "\ngeneration: { repeats: 4 }"), server.Url, concurrency: 1);
        Assert.Equal((5, 12), (evaluation.Accuracy.Right, evaluation.Accuracy.Asked));
        Assert.Equal(2.0 / 3, evaluation.PassAtRepeats!.Value, 12);
        Assert.Equal([0, 1, 2, 3], evaluation.Questions.Where(answer => answer.Id == "q1").Select(answer => answer.Repeat));

        // Means 1, ¼ and 0: variance of their mean = (Σm² − n·m̄²) / (n (n − 1)).
        double mean = 5.0 / 12;
        Assert.Equal(Math.Sqrt((1 + 0.0625 - (3 * mean * mean)) / 6), evaluation.Accuracy.StandardError, 12);
    }

    [Fact]
    public async Task Prompts_and_answers_are_not_in_the_document()
    {
        await using var server = new AnsweringServer(_ => new Reply("a long way to #### 1"));
        (EvaluationDocument evaluation, _) = await Evaluated.RunAsync(Files.Plan(Files.Numbers(1)), server.Url);
        var stream = new MemoryStream();
        EvaluationReport.Write(stream, evaluation);
        string json = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        Assert.DoesNotContain("say 1", json, StringComparison.Ordinal);
        Assert.DoesNotContain("a long way", json, StringComparison.Ordinal);
        Assert.Equal("loadgen.evaluation", JsonDocument.Parse(json).RootElement.GetProperty("schema").GetString());
    }

    [Fact]
    public async Task A_whole_answer_that_is_taken_is_cut_in_the_document()
    {
        await using var server = new AnsweringServer(_ => new Reply(new string('x', 500)));
        EvaluationPlan plan = Files.Plan(Files.Numbers(1), Files.Small.Replace("by: hash_marks", "by: whole", StringComparison.Ordinal).Replace("numeric", "exact", StringComparison.Ordinal));
        (EvaluationDocument evaluation, _) = await Evaluated.RunAsync(plan, server.Url);
        Assert.Equal(new string('x', 199) + "…", evaluation.Questions[0].Extracted);
    }
}
