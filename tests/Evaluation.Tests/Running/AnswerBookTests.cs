using System.Text;
using System.Text.Json;
using LoadGen.Evaluation.Prompts;
using LoadGen.Evaluation.Running;
using LoadGen.Evaluation.Tests.Support;
using LoadGen.Inference;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Evaluation.Tests.Running;

public sealed class AnswerBookTests
{
    [Fact]
    public async Task Answers_are_scored_whatever_their_order_and_told_in_the_plans()
    {
        IReadOnlyList<TrialResult> results = await Answered.ByAsync(Files.Plan(Files.Numbers(3)), (2, "it is 3"), (0, "#### 1"), (1, "#### 7"));
        Assert.Equal([("q1", "1", true, true), ("q2", "7", true, false), ("q3", "3", false, true)],
            results.Select(result => (result.Trial.Question.Id, result.Extracted!, result.IsStrict, result.IsRight)));
    }

    [Fact]
    public async Task A_request_that_failed_is_wrong_even_when_half_its_answer_holds_the_number()
    {
        var book = new AnswerBook(Files.Plan(Files.Numbers(1)), null);
        book.Take(0, "#### 1", Outcome.Truncated);
        TrialResult result = Assert.Single(await book.CloseAsync());
        Assert.Equal((Outcome.Truncated, null, false), (result.Outcome, result.Extracted, result.IsRight));
    }

    [Fact]
    public async Task An_answer_that_the_end_of_the_run_cut_short_is_none()
    {
        var book = new AnswerBook(Files.Plan(Files.Numbers(2)), null);
        book.Take(0, "#### 1");
        book.Take(1, "", Outcome.Cancelled, FinishReason.None);
        Assert.Equal("q1", Assert.Single(await book.CloseAsync()).Trial.Question.Id);
    }

    [Fact]
    public async Task Tokens_are_the_servers_where_it_states_them()
    {
        var book = new AnswerBook(Files.Plan(Files.Numbers(2)), null);
        book.Take(0, "#### 1", finish: FinishReason.Length, usage: new TokenUsage(30, 12, -1, -1));
        book.Take(1, "#### 2");
        IReadOnlyList<TrialResult> results = await book.CloseAsync();
        Assert.Equal((30, 12, FinishReason.Length), (results[0].InputTokens!.Value, results[0].OutputTokens, results[0].Finish));
        Assert.Null(results[1].InputTokens);
    }

    [Fact]
    public async Task Prompts_and_answers_are_kept_for_those_who_ask()
    {
        var stream = new MemoryStream();
        EvaluationPlan plan = Files.Plan(Files.Numbers(1));
        using (var file = new AnswerFile(stream))
        {
            var book = new AnswerBook(plan, file);
            book.Take(0, "√ is #### 1\n", reasoning: "hm");
            await book.CloseAsync();
        }

        string line = Encoding.UTF8.GetString(stream.ToArray());
        Assert.EndsWith("}\n", line, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(line);
        Assert.Equal(("q1", "√ is #### 1\n", "hm", "1"), (Text(json, "id"), Text(json, "answer"), Text(json, "reasoning"), Text(json, "extracted")));
        Assert.Equal("say 1", json.RootElement.GetProperty("prompt")[0].GetProperty("content").GetString());
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_does_not_end_the_scoring()
    {
        using var file = new AnswerFile(new FullStream());
        var book = new AnswerBook(Files.Plan(Files.Numbers(2)), file);
        book.Take(0, "#### 1");
        book.Take(1, "#### 2");
        Assert.Equal(2, (await book.CloseAsync()).Count(result => result.IsRight));
        Assert.Equal("full", book.WriteFailure?.Message);
    }

    private static string? Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString();

    private sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("full");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("full");
    }
}
